-- Complaints found true, by the day they were received, one each.
SELECT c.volunteer_id AS volunteer_id, c.received_on AS day, 1 AS amount
FROM complaint AS c
WHERE c.finding = '属实' AND c.received_on <= :as_of AND c.archived_on IS NULL
  /* AND c.volunteer_id = :volunteer */
ORDER BY c.volunteer_id, c.received_on, c.id
