-- {date} 的活动没有写地点
-- leifeng activity edit {activity} --place 地点
-- Activities with time that counts and no place.
SELECT a.number AS activity, a.title AS title, a.starts_on AS date
FROM activity AS a
WHERE a.place IS NULL AND EXISTS (SELECT 1 FROM service_record AS r WHERE r.activity_id = a.id AND r.status = 'credited')
ORDER BY a.starts_on, a.number
