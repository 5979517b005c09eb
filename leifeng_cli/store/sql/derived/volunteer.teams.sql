SELECT group_concat(name, '、') FROM (
    SELECT team.name FROM membership JOIN team ON team.id = membership.team_id
    WHERE membership.volunteer_id = t.id AND membership.left_on IS NULL ORDER BY membership.id)
