-- What was credited in [first, after), by mode.
SELECT a.mode AS name,
       COALESCE(SUM(r.seconds), 0) AS seconds,
       COUNT(*) AS participations,
       COUNT(DISTINCT r.volunteer_id) AS participants,
       COUNT(DISTINCT r.activity_id) AS activities
FROM service_record AS r
JOIN activity AS a ON a.id = r.activity_id
WHERE r.status = 'credited' AND r.service_date >= :first AND r.service_date < :after
  /* scope */
GROUP BY a.mode
ORDER BY seconds DESC, name
