-- 活动 {number}“{title}”只有 {capacity} 个名额，已报名的有 {confirmed} 人
-- 请先取消多出的报名（leifeng signup cancel），或提高名额（leifeng activity edit {number} --capacity）
SELECT a.id AS key, a.number AS number, a.title AS title, a.capacity AS capacity,
       COUNT(*) AS confirmed, COUNT(*) - a.capacity AS excess
FROM activity AS a
JOIN signup AS s ON s.activity_id = a.id
WHERE a.id IN (SELECT id FROM touched WHERE what IN ('signup.activity_id', 'activity.id'))
  AND a.status <> 'cancelled' AND s.status = 'confirmed'
GROUP BY a.id, a.number, a.title, a.capacity
HAVING COUNT(*) > a.capacity
ORDER BY a.number
