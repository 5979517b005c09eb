-- Seconds that count for stars, day by day, of those whose total is at least :least.
SELECT r.volunteer_id AS volunteer_id, r.service_date AS service_date, SUM(r.seconds) AS seconds
FROM service_record AS r
JOIN (
    SELECT t.volunteer_id AS volunteer_id
    FROM service_record AS t
    WHERE t.status = 'credited'
      AND t.service_date <= :as_of
      AND COALESCE(t.rating, 0) NOT IN (:x1, :x2, :x3, :x4, :x5)
    GROUP BY t.volunteer_id
    HAVING SUM(t.seconds) >= :least
) AS enough ON enough.volunteer_id = r.volunteer_id
WHERE r.status = 'credited'
  AND r.service_date <= :as_of
  AND COALESCE(r.rating, 0) NOT IN (:x1, :x2, :x3, :x4, :x5)
GROUP BY r.volunteer_id, r.service_date
ORDER BY r.volunteer_id, r.service_date
