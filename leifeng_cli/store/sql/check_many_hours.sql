-- What one person was credited on one day, where it is more than half of it.
SELECT '志愿者 ' || v.number AS subject, v.name AS place, d.date AS date, d.seconds AS seconds
FROM (
    SELECT r.volunteer_id AS volunteer_id, r.service_date AS date, SUM(r.seconds) AS seconds
    FROM service_record AS r
    WHERE r.status = 'credited'
    GROUP BY r.volunteer_id, r.service_date
    HAVING SUM(r.seconds) > 3600
) AS d
JOIN volunteer AS v ON v.id = d.volunteer_id
ORDER BY d.date, v.number
