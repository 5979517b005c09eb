-- 活动 {number}“{title}”已取消，不能有报名（{signups} 人，如 {who}）
-- 请先取消这些报名：leifeng signup cancel {who} --activity {number}
SELECT a.id AS key, a.number AS number, a.title AS title, COUNT(*) AS signups, MIN(v.number) AS who, COUNT(*) AS excess
FROM activity AS a
JOIN signup AS s ON s.activity_id = a.id
JOIN volunteer AS v ON v.id = s.volunteer_id
WHERE a.id IN (SELECT id FROM touched WHERE what IN ('signup.activity_id', 'activity.id'))
  AND a.status = 'cancelled' AND s.status IN ('confirmed', 'waiting')
GROUP BY a.id, a.number, a.title
ORDER BY a.number
