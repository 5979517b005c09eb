-- Every movement of people's points up to a day, in hundredths.
SELECT t.volunteer_id AS volunteer_id, t.moved_on AS day, e.hundredths AS amount
FROM points_transfer AS t
JOIN points_entry AS e ON e.transfer_id = t.id
WHERE e.account = 'volunteer' AND t.moved_on <= :as_of
  /* AND t.volunteer_id = :volunteer */
ORDER BY t.volunteer_id, t.moved_on, t.id
