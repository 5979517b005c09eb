-- 活动 {number}“{title}”已有 {signups} 人报名（如 {who}），不能退回“计划中”
-- 请先取消这些报名：leifeng signup cancel {who} --activity {number}
-- on change only: names may be collected before an activity is published; publishing is not taken back under later ones
SELECT a.id AS key, a.number AS number, a.title AS title, COUNT(*) AS signups, MIN(v.number) AS who, COUNT(*) AS excess
FROM activity AS a
JOIN signup AS s ON s.activity_id = a.id
JOIN volunteer AS v ON v.id = s.volunteer_id
WHERE a.id IN (SELECT id FROM touched WHERE what = 'activity.id')
  AND a.status = 'planned' AND s.status IN ('confirmed', 'waiting')
  AND (
    SELECT MAX(c.operation_id) FROM change AS c
    WHERE c.table_name = 'signup' AND c.first_row <= s.id AND c.last_row >= s.id
  ) > (
    SELECT MAX(c.operation_id) FROM change AS c
    WHERE c.table_name = 'activity' AND c.first_row <= a.id AND c.last_row >= a.id
  )
GROUP BY a.id, a.number, a.title
ORDER BY a.number
