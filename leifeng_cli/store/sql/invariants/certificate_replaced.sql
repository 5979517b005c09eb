-- 证书 {number} 已补发为 {later}，两张不能同时有效
-- 请先作废补发的一张：leifeng certificate void {later} --reason 原因
SELECT c.id AS key, c.number AS number, s.number AS later
FROM certificate AS c
JOIN certificate AS s ON s.replaces_id = c.id
WHERE c.id IN (SELECT id FROM touched WHERE what IN ('certificate.id', 'certificate.replaces_id'))
  AND c.voided_on IS NULL AND s.voided_on IS NULL
ORDER BY c.number, s.number
