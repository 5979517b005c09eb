-- What was credited in [first, after), by team.
SELECT t.name AS name,
       COALESCE(SUM(r.seconds), 0) AS seconds,
       COUNT(*) AS participations,
       COUNT(DISTINCT r.volunteer_id) AS participants,
       COUNT(DISTINCT r.activity_id) AS activities
FROM service_record AS r
LEFT JOIN team AS t ON t.id = r.team_id
WHERE r.status = 'credited' AND r.service_date >= :first AND r.service_date < :after
  /* scope */
GROUP BY t.name
ORDER BY seconds DESC, name
