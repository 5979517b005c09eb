-- The activities with credited time in [first, after), row by row.
SELECT a.number AS number, a.title AS title, a.starts_on AS starts_on, a.ends_on AS ends_on,
       a.place AS place, a.mode AS mode, c.name AS category, t.name AS team, a.beneficiaries AS beneficiaries, a.major AS major,
       COUNT(*) AS participations,
       COUNT(DISTINCT r.volunteer_id) AS participants,
       SUM(r.seconds) AS seconds
FROM service_record AS r
JOIN activity AS a ON a.id = r.activity_id
LEFT JOIN category AS c ON c.id = a.category_id
LEFT JOIN team AS t ON t.id = a.team_id
WHERE r.status = 'credited' AND r.service_date >= :first AND r.service_date < :after
  /* scope */
GROUP BY a.id, a.number, a.title, a.starts_on, a.ends_on, a.place, a.mode, c.name, t.name, a.beneficiaries, a.major
ORDER BY a.starts_on, a.number
