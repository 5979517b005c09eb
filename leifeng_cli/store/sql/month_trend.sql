-- Seconds credited in each month of [first, after).
SELECT substr(r.service_date, 1, 7) AS month, SUM(r.seconds) AS seconds
FROM service_record AS r
WHERE r.status = 'credited' AND r.service_date >= :first AND r.service_date < :after
  /* scope */
GROUP BY substr(r.service_date, 1, 7)
ORDER BY month
