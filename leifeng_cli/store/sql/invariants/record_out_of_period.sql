-- 活动 {number} 的期间是 {starts_on} 至 {ends_on}，而服务记录 {first} 在 {day}
-- 请先用 leifeng activity edit {number} 更改活动期间，或作废期间以外的记录
-- The morning after belongs to the evening before: a service that began on the last day may end on the next.
SELECT a.id AS key, a.number AS number, a.starts_on AS starts_on, a.ends_on AS ends_on,
       MIN(r.id) AS first, MIN(r.service_date) AS day, COUNT(*) AS excess
FROM service_record AS r
JOIN activity AS a ON a.id = r.activity_id
WHERE r.id IN (
    SELECT id FROM touched WHERE what = 'service_record.id'
    UNION
    SELECT m.id FROM touched AS t
    JOIN service_record AS e ON e.id = t.id
    JOIN service_record AS m ON m.volunteer_id = e.volunteer_id AND m.service_date = date(e.service_date, '+1 day')
    WHERE t.what = 'service_record.id' AND e.end_time = '24:00' AND m.start_time = '00:00'
    UNION
    SELECT m.id FROM touched AS t JOIN service_record AS m ON m.activity_id = t.id WHERE t.what = 'activity.id'
  )
  AND r.status IN ('pending', 'credited')
  AND (r.service_date < a.starts_on OR r.service_date > a.ends_on)
  AND NOT (
    r.start_time = '00:00' AND r.service_date = date(a.ends_on, '+1 day')
    AND EXISTS (
      SELECT 1 FROM service_record AS e
      WHERE e.volunteer_id = r.volunteer_id AND e.service_date = a.ends_on AND e.activity_id = r.activity_id
        AND e.end_time = '24:00' AND e.status IN ('pending', 'credited')
    )
  )
GROUP BY a.id, a.number, a.starts_on, a.ends_on
ORDER BY a.number
