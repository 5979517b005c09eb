-- 志愿者 {number} 在 {day} 的服务记录 {a} 与服务记录 {b} 记到同一段时间
-- 请先作废其中一条：leifeng hours void {b} --reason 原因
SELECT r.id || '-' || o.id AS key, v.number AS number, r.service_date AS day, r.id AS a, o.id AS b
FROM service_record AS r
JOIN service_record AS o ON o.volunteer_id = r.volunteer_id AND o.service_date = r.service_date AND o.id <> r.id
JOIN volunteer AS v ON v.id = r.volunteer_id
WHERE r.id IN (SELECT id FROM touched WHERE what = 'service_record.id')
  AND (r.id < o.id OR o.id NOT IN (SELECT id FROM touched WHERE what = 'service_record.id'))
  AND r.status IN ('pending', 'credited') AND o.status IN ('pending', 'credited')
  AND CASE
    WHEN r.start_time IS NULL OR r.end_time IS NULL OR o.start_time IS NULL OR o.end_time IS NULL
    THEN r.activity_id = o.activity_id
    ELSE r.start_time < o.end_time AND o.start_time < r.end_time
  END
ORDER BY v.number, r.service_date, r.id, o.id
