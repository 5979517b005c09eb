-- 连续 {count} 条都是 {hours} 小时，又都没有起止时间
-- 要来签到表核对
-- Time that counts without a start or an end, by person in order.
SELECT v.number AS number, v.name AS name, r.seconds AS seconds
FROM service_record AS r
JOIN volunteer AS v ON v.id = r.volunteer_id
WHERE r.status = 'credited' AND r.start_time IS NULL
ORDER BY v.number, r.service_date, r.id
