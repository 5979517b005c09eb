-- 星级授予 {number} 有 {certificates} 张有效的证书（{first}、{last}）
-- 请先作废其中一张：leifeng certificate void {last} --reason 原因
SELECT c.grant_id AS key, g.number AS number, COUNT(*) AS certificates,
       MIN(c.number) AS first, MAX(c.number) AS last, COUNT(*) - 1 AS excess
FROM certificate AS c
JOIN star_grant AS g ON g.id = c.grant_id
WHERE c.grant_id IN (SELECT id FROM touched WHERE what = 'certificate.grant_id') AND c.voided_on IS NULL
GROUP BY c.grant_id, g.number
HAVING COUNT(*) > 1
ORDER BY g.number
