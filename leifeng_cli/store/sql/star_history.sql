-- What counts for one volunteer's stars up to a day, in order.
SELECT r.service_date AS service_date, r.seconds AS seconds
FROM service_record AS r
WHERE r.volunteer_id = :volunteer AND r.status = 'credited' AND r.service_date <= :as_of
  /* left out */
ORDER BY r.service_date
