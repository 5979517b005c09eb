-- Time that counts from before its owner was registered.
SELECT ('服务记录 ' || r.id) AS subject, v.number || ' ' || v.name AS place, r.service_date AS date, v.registered_on AS registered_on
FROM service_record AS r
JOIN volunteer AS v ON v.id = r.volunteer_id
WHERE r.status = 'credited' AND v.registered_on IS NOT NULL AND r.service_date < v.registered_on
ORDER BY r.id
