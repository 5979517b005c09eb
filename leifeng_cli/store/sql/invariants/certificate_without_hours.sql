-- 证书 {number} 证明的服务记录 {record} 不在了，或不再记入
-- 请先作废这张证书：leifeng certificate void {number} --reason 原因
-- A record voided with a reason stays on file, and the certificate's verification speaks of it.
SELECT c.id || '-' || json_extract(s.value, '$.record') AS key, c.number AS number,
       json_extract(s.value, '$.record') AS record
FROM certificate AS c, json_each(c.snapshot, '$.services') AS s
LEFT JOIN service_record AS r ON r.id = json_extract(s.value, '$.record')
WHERE c.id IN (
    SELECT id FROM touched WHERE what = 'certificate.id'
    UNION
    SELECT m.id FROM touched AS t JOIN certificate AS m ON m.volunteer_id = t.id
    WHERE t.what = 'service_record.volunteer_id'
  )
  AND c.voided_on IS NULL AND (r.id IS NULL OR r.status IN ('pending', 'rejected'))
ORDER BY c.number, record
