-- Awards up to a day, one each.
SELECT a.volunteer_id AS volunteer_id, a.awarded_on AS day, 1 AS amount
FROM award AS a
WHERE a.awarded_on <= :as_of AND a.archived_on IS NULL
  /* AND a.volunteer_id = :volunteer */
ORDER BY a.volunteer_id, a.awarded_on, a.id
