-- 志愿者 {number} 同一时间在活动 {a}“{title}”和活动 {b} 都有名额
-- 请先取消其中一个报名：leifeng signup cancel {number} --activity {b}
-- Hours hold on every day of the period; an end at or before the start lies on the next day.
WITH mine (id) AS (
  SELECT id FROM touched WHERE what = 'signup.id'
  UNION
  SELECT m.id FROM touched AS t JOIN signup AS m ON m.activity_id = t.id WHERE t.what = 'activity.id'
)
SELECT s.id || '-' || o.id AS key, v.number AS number, x.number AS a, x.title AS title, y.number AS b
FROM signup AS s
JOIN activity AS x ON x.id = s.activity_id
JOIN signup AS o ON o.volunteer_id = s.volunteer_id
JOIN activity AS y ON y.id = o.activity_id
JOIN volunteer AS v ON v.id = s.volunteer_id
WHERE s.id IN (SELECT id FROM mine) AND (s.id < o.id OR o.id NOT IN (SELECT id FROM mine))
  AND s.status = 'confirmed' AND o.status = 'confirmed' AND x.id <> y.id
  AND x.status <> 'cancelled' AND y.status <> 'cancelled'
  AND x.start_time IS NOT NULL AND x.end_time IS NOT NULL AND y.start_time IS NOT NULL AND y.end_time IS NOT NULL
  AND (
    (x.starts_on <= y.ends_on AND y.starts_on <= x.ends_on
      AND (x.start_time < y.end_time OR y.end_time <= y.start_time)
      AND (y.start_time < x.end_time OR x.end_time <= x.start_time))
    OR (x.end_time <= x.start_time AND y.start_time < x.end_time
      AND y.starts_on <= date(x.ends_on, '+1 day') AND date(x.starts_on, '+1 day') <= y.ends_on)
    OR (y.end_time <= y.start_time AND x.start_time < y.end_time
      AND x.starts_on <= date(y.ends_on, '+1 day') AND date(y.starts_on, '+1 day') <= x.ends_on)
  )
ORDER BY v.number, s.id, o.id
