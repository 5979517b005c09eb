-- 活动 {number}“{title}”已取消，不能有服务记录（{records} 条，如记录 {first}）
-- 请先作废这些服务记录：leifeng hours void {first} --reason 原因
SELECT a.id AS key, a.number AS number, a.title AS title, COUNT(*) AS records, MIN(r.id) AS first, COUNT(*) AS excess
FROM service_record AS r
JOIN activity AS a ON a.id = r.activity_id
WHERE r.id IN (
    SELECT id FROM touched WHERE what = 'service_record.id'
    UNION
    SELECT m.id FROM touched AS t JOIN service_record AS m ON m.activity_id = t.id WHERE t.what = 'activity.id'
  )
  AND a.status = 'cancelled' AND r.status IN ('pending', 'credited')
GROUP BY a.id, a.number, a.title
ORDER BY a.number
