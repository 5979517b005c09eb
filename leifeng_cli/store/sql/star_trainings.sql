-- Training that still holds on a day, in seconds.
SELECT t.volunteer_id AS volunteer_id, t.trained_on AS day, t.seconds AS amount
FROM training AS t
WHERE t.trained_on <= :as_of AND (t.expires_on IS NULL OR t.expires_on >= :as_of) AND t.archived_on IS NULL
  /* AND t.volunteer_id = :volunteer */
ORDER BY t.volunteer_id, t.trained_on, t.id
