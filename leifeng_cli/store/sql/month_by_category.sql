-- What was credited in [first, after), by category.
SELECT c.name AS name,
       COALESCE(SUM(r.seconds), 0) AS seconds,
       COUNT(*) AS participations,
       COUNT(DISTINCT r.volunteer_id) AS participants,
       COUNT(DISTINCT r.activity_id) AS activities
FROM service_record AS r
JOIN activity AS a ON a.id = r.activity_id
LEFT JOIN category AS c ON c.id = a.category_id
WHERE r.status = 'credited' AND r.service_date >= :first AND r.service_date < :after
  /* scope */
GROUP BY c.name
ORDER BY seconds DESC, name
