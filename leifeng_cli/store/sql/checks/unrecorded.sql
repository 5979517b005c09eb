-- {date} 已结束，没有一条服务记录
-- 补记时长，或取消活动（leifeng activity cancel）
-- Activities that are over and have no live record.
SELECT a.number AS activity, a.title AS title, a.ends_on AS date
FROM activity AS a
WHERE a.ends_on < :today AND a.status <> 'cancelled' AND a.archived_on IS NULL
  AND NOT EXISTS (SELECT 1 FROM service_record AS r WHERE r.activity_id = a.id AND r.status IN ('pending', 'credited'))
ORDER BY a.ends_on, a.number
