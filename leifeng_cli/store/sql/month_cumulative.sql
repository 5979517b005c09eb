-- Everything credited before :after.
SELECT COALESCE(SUM(r.seconds), 0) AS cumulative_seconds
FROM service_record AS r
WHERE r.status = 'credited' AND r.service_date < :after
  /* scope */
ORDER BY 1
