-- 本单位应当只有一个，现在有 {units} 个
-- 请用 leifeng log 查看并撤销后来的一次
SELECT 'own' AS key, SUM(own) AS units, CASE WHEN SUM(own) > 1 THEN SUM(own) - 1 ELSE 1 - SUM(own) END AS excess
FROM unit
WHERE EXISTS (SELECT 1 FROM touched WHERE what = 'unit.id')
HAVING SUM(own) <> 1
ORDER BY key
