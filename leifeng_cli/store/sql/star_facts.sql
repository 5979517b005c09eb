-- Every credited record up to a day, with what a star policy may ask of it. Publicised: shown for the full time of a
-- notice before the day, without an objection that is open or was upheld.
SELECT r.volunteer_id AS volunteer_id, r.service_date AS service_date, r.seconds AS seconds,
       r.activity_id AS activity_id, c.name AS category, r.rating AS rating,
       CASE WHEN EXISTS (
           SELECT 1 FROM notice_record AS p JOIN notice AS n ON n.id = p.notice_id
           WHERE p.record_id = r.id AND n.ends_on < :as_of AND n.withdrawn_on IS NULL
       ) AND NOT EXISTS (
           SELECT 1 FROM objection AS o WHERE o.record_id = r.id AND COALESCE(o.upheld, 1) = 1
       ) THEN 1 ELSE 0 END AS publicised,
       a.major AS major
FROM service_record AS r
JOIN activity AS a ON a.id = r.activity_id
LEFT JOIN category AS c ON c.id = a.category_id
WHERE r.status = 'credited' AND r.service_date <= :as_of
ORDER BY r.volunteer_id, r.service_date, r.id
