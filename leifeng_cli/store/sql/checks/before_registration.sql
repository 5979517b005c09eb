-- {date} 的服务早于注册日期 {registered_on}
-- 核对注册日期，或作废这条记录
-- Time that counts from before its owner was registered.
SELECT r.id AS id, v.number AS number, v.name AS name, r.service_date AS date, v.registered_on AS registered_on
FROM service_record AS r
JOIN volunteer AS v ON v.id = r.volunteer_id
WHERE r.status = 'credited' AND v.registered_on IS NOT NULL AND r.service_date < v.registered_on
ORDER BY r.id
