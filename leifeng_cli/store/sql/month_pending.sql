-- Records of [first, after) that wait for approval and are in no figure.
SELECT COUNT(*) AS records, COALESCE(SUM(r.seconds), 0) AS seconds
FROM service_record AS r
WHERE r.status = 'pending' AND r.service_date >= :first AND r.service_date < :after
  /* scope */
ORDER BY 1
