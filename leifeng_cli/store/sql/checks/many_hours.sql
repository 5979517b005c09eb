-- {date} 一天记入 {hours} 小时
-- 核对各条记录的起止时间
-- What one person was credited on one day, where it is more than an hour.
SELECT v.number AS number, v.name AS name, d.date AS date, d.seconds AS seconds
FROM (
    SELECT r.volunteer_id AS volunteer_id, r.service_date AS date, SUM(r.seconds) AS seconds
    FROM service_record AS r
    WHERE r.status = 'credited'
    GROUP BY r.volunteer_id, r.service_date
    HAVING SUM(r.seconds) > 3600
) AS d
JOIN volunteer AS v ON v.id = d.volunteer_id
ORDER BY d.date, v.number
