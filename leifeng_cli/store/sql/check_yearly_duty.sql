-- What those registered before last year began served in it.
SELECT '志愿者 ' || v.number AS subject, v.name AS place, y.year AS year,
       COALESCE((SELECT SUM(r.seconds) FROM service_record AS r
                 WHERE r.volunteer_id = v.id AND r.status = 'credited'
                   AND r.service_date >= y.year || '-01-01' AND r.service_date <= y.year || '-12-31'), 0) AS seconds
FROM volunteer AS v
JOIN (SELECT CAST(CAST(substr(:today, 1, 4) AS INTEGER) - 1 AS TEXT) AS year) AS y ON 1 = 1
WHERE COALESCE(v.registered_on, v.entered_on) < y.year || '-01-01' AND v.status = '在册' AND v.archived_on IS NULL
ORDER BY v.number
