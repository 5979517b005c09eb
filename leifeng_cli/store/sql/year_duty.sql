-- How many of those in the register on the day before :after served at least :least seconds in [first, after).
SELECT COUNT(*) AS fulfilled
FROM (
    SELECT r.volunteer_id AS volunteer_id
    FROM service_record AS r
    JOIN volunteer AS v ON v.id = r.volunteer_id
    WHERE r.status = 'credited' AND r.service_date >= :first AND r.service_date < :after
      AND COALESCE(v.registered_on, v.entered_on) < :after AND NOT (v.status = '注销' AND COALESCE(v.cancelled_on, '') < :after)
      AND (v.archived_on IS NULL OR v.archived_on >= :after)
    GROUP BY r.volunteer_id
    HAVING SUM(r.seconds) >= :least
) AS enough
ORDER BY 1
