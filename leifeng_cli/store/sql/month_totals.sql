-- What was credited in [first, after).
SELECT COALESCE(SUM(r.seconds), 0) AS seconds,
       COUNT(*) AS participations,
       COUNT(DISTINCT r.volunteer_id) AS participants,
       COUNT(DISTINCT r.activity_id) AS activities,
       COUNT(DISTINCT CASE WHEN v.political_status IN ('中共党员', '中共预备党员') THEN r.volunteer_id END) AS party_members,
       COUNT(CASE WHEN r.late = 1 THEN 1 END) AS late_records
FROM service_record AS r
JOIN volunteer AS v ON v.id = r.volunteer_id
WHERE r.status = 'credited' AND r.service_date >= :first AND r.service_date < :after
  /* scope */
ORDER BY 1
