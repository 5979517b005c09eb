SELECT t.stock - COALESCE(SUM(quantity), 0) FROM redemption
WHERE reward_id = t.id AND returned_on IS NULL
