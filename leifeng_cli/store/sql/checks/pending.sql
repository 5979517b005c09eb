-- {recorded_on} 登记，到今天还待审核
-- leifeng hours approve 或 reject
-- Records that wait.
SELECT r.id AS id, a.number AS activity, a.title AS title, r.recorded_on AS recorded_on
FROM service_record AS r
JOIN activity AS a ON a.id = r.activity_id
WHERE r.status = 'pending'
ORDER BY r.id
