-- Seconds that count for stars, by volunteer, up to and including a day.
SELECT r.volunteer_id AS volunteer_id, SUM(r.seconds) AS seconds
FROM service_record AS r
WHERE r.status = 'credited'
  AND r.service_date <= :as_of
  AND COALESCE(r.rating, 0) NOT IN (:x1, :x2, :x3, :x4, :x5)
GROUP BY r.volunteer_id
ORDER BY r.volunteer_id
