-- 志愿者 {number} 在队伍“{team}”里有 {times} 次没有结束的加入
-- 请先让其离队：leifeng team leave {team} {number}
SELECT m.volunteer_id || '-' || m.team_id AS key, v.number AS number, g.name AS team, COUNT(*) AS times,
       COUNT(*) - 1 AS excess
FROM membership AS m
JOIN volunteer AS v ON v.id = m.volunteer_id
JOIN team AS g ON g.id = m.team_id
WHERE m.volunteer_id IN (SELECT id FROM touched WHERE what = 'membership.volunteer_id') AND m.left_on IS NULL
GROUP BY m.volunteer_id, m.team_id, v.number, g.name
HAVING COUNT(*) > 1
ORDER BY v.number, g.name
