-- The credited records of one volunteer up to a day, with what a star policy may ask of them.
SELECT r.service_date AS service_date, r.seconds AS seconds,
       r.activity_id AS activity_id, c.name AS category, r.rating AS rating
FROM service_record AS r
JOIN activity AS a ON a.id = r.activity_id
LEFT JOIN category AS c ON c.id = a.category_id
WHERE r.volunteer_id = :volunteer AND r.status = 'credited' AND r.service_date <= :as_of
ORDER BY r.service_date, r.id
