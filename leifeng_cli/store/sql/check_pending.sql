-- Records that wait.
SELECT ('服务记录 ' || r.id) AS subject, a.number || ' ' || a.title AS place, r.recorded_on AS recorded_on, :today AS today
FROM service_record AS r
JOIN activity AS a ON a.id = r.activity_id
WHERE r.status = 'pending'
ORDER BY r.id
