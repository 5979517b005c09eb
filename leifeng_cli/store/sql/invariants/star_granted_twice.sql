-- 志愿者 {number} 的{level_name}有 {grants} 次授予同时有效（{first}、{last}）
-- 请先撤销其中一次：leifeng star revoke {last} --reason 原因
SELECT g.volunteer_id || '-' || g.level AS key, v.number AS number, MAX(g.level_name) AS level_name,
       COUNT(*) AS grants, MIN(g.number) AS first, MAX(g.number) AS last, COUNT(*) - 1 AS excess
FROM star_grant AS g
JOIN volunteer AS v ON v.id = g.volunteer_id
WHERE g.volunteer_id IN (
    SELECT id FROM touched WHERE what = 'star_grant.volunteer_id'
    UNION
    SELECT h.volunteer_id FROM touched AS t JOIN star_grant AS h ON h.id = t.id WHERE t.what = 'star_decision.grant_id'
  )
  AND NOT EXISTS (SELECT 1 FROM star_decision AS d WHERE d.grant_id = g.id AND d.kind = 'revoked')
GROUP BY g.volunteer_id, g.level, v.number
HAVING COUNT(*) > 1
ORDER BY v.number, g.level
