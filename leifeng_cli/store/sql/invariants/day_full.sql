-- 志愿者 {number} {day} 的时长合计超过 24 小时
-- 请先作废或更正这一天的服务记录：leifeng hours list --who {number}
SELECT d.volunteer_id || ' ' || d.service_date AS key, v.number AS number, d.service_date AS day,
       SUM(r.actual_seconds) - 86400 AS excess
FROM (
  SELECT volunteer_id, service_date FROM service_record
  WHERE id IN (SELECT id FROM touched WHERE what = 'service_record.id')
  GROUP BY volunteer_id, service_date
) AS d
JOIN service_record AS r ON r.volunteer_id = d.volunteer_id AND r.service_date = d.service_date
JOIN volunteer AS v ON v.id = d.volunteer_id
WHERE r.status IN ('pending', 'credited')
GROUP BY d.volunteer_id, d.service_date, v.number
HAVING SUM(r.actual_seconds) > 86400
ORDER BY v.number, d.service_date
