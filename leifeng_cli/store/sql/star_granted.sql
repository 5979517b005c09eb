-- Levels granted by a day and not taken back by it.
SELECT g.volunteer_id AS volunteer_id, g.granted_on AS day, g.level AS amount
FROM star_grant AS g
LEFT JOIN star_decision AS d ON d.grant_id = g.id AND d.kind = 'revoked' AND d.decided_on <= :as_of
WHERE g.granted_on <= :as_of AND d.id IS NULL
  /* AND g.volunteer_id = :volunteer */
ORDER BY g.volunteer_id, g.granted_on, g.id
