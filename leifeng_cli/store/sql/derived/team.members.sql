SELECT COUNT(*) FROM membership WHERE team_id = t.id AND left_on IS NULL
