-- 名称里有“{word}”
-- 核实；不是志愿服务的，作废它的时长
-- Activities with time that counts.
SELECT a.number AS activity, a.title AS title
FROM activity AS a
WHERE EXISTS (SELECT 1 FROM service_record AS r WHERE r.activity_id = a.id AND r.status = 'credited')
ORDER BY a.number
