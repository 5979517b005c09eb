-- 登记的是 {time}，文字里写的是 {written}
-- 改时间，或改文字
-- Activities with times of their own, and their text.
SELECT a.number AS activity, a.title AS title, a.note AS note, a.start_time AS start_time, a.end_time AS end_time
FROM activity AS a
WHERE a.start_time IS NOT NULL AND a.end_time IS NOT NULL AND a.status <> 'cancelled'
ORDER BY a.number
