-- 志愿者 {number} 的{until}积分是 {points} 分，低于 0
-- 请先撤销后来的兑换、调整，见 leifeng log
SELECT t.volunteer_id || ' ' || COALESCE(e.expires_on, '') AS key, v.number AS number,
       CASE WHEN e.expires_on IS NULL THEN '' ELSE '有效至 ' || e.expires_on || ' 的' END AS until,
       SUM(e.hundredths) / 100.0 AS points, -SUM(e.hundredths) AS excess
FROM points_transfer AS t
JOIN points_entry AS e ON e.transfer_id = t.id
JOIN volunteer AS v ON v.id = t.volunteer_id
WHERE t.volunteer_id IN (SELECT id FROM touched WHERE what = 'points_transfer.volunteer_id')
  AND e.account = 'volunteer'
GROUP BY t.volunteer_id, e.expires_on, v.number
HAVING SUM(e.hundredths) < 0
ORDER BY v.number, e.expires_on
