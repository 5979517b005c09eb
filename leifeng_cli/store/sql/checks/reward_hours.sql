-- 写有“{word}”
-- 捐赠、转发、奖励不得折成时长，请作废
-- What is written about time that counts: one row for each wording at an activity.
SELECT MIN(r.id) AS id, a.number AS activity, a.title AS title, r.note AS note, r.post AS post
FROM service_record AS r
JOIN activity AS a ON a.id = r.activity_id
WHERE r.status = 'credited'
GROUP BY a.number, a.title, r.note, r.post
ORDER BY id
