-- Seconds drawn from the time bank up to a day; what was given back is negative.
SELECT b.volunteer_id AS volunteer_id, b.on_date AS day,
       CASE WHEN b.kind = 'drawn' THEN b.seconds ELSE -b.seconds END AS amount
FROM time_bank AS b
WHERE b.on_date <= :as_of
  /* AND b.volunteer_id = :volunteer */
ORDER BY b.volunteer_id, b.on_date, b.id
