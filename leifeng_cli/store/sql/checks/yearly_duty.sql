-- {year} 年服务 {hours} 小时
-- 通知本人，或安排服务
-- What those long registered served in [first, after).
SELECT v.number AS number, v.name AS name, COALESCE(s.seconds, 0) AS seconds
FROM volunteer AS v
LEFT JOIN (
    SELECT r.volunteer_id AS volunteer_id, SUM(r.seconds) AS seconds
    FROM service_record AS r
    WHERE r.status = 'credited' AND r.service_date >= :first AND r.service_date < :after
    GROUP BY r.volunteer_id
) AS s ON s.volunteer_id = v.id
WHERE COALESCE(v.registered_on, v.entered_on) < :first AND v.status = '在册' AND v.archived_on IS NULL
ORDER BY v.number
