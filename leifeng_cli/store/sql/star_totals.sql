-- Seconds that count for stars, by volunteer, up to and including a day.
SELECT r.volunteer_id AS volunteer_id, SUM(r.seconds) AS seconds
FROM service_record AS r
WHERE r.status = 'credited' AND r.service_date <= :as_of
  /* left out */
GROUP BY r.volunteer_id
ORDER BY r.volunteer_id
