-- The register of volunteers as of the day before :after, and who was new in [first, after).
SELECT COUNT(*) AS registered_volunteers,
       COUNT(CASE WHEN COALESCE(v.registered_on, v.entered_on) >= :first THEN 1 END) AS new_volunteers
FROM volunteer AS v
WHERE COALESCE(v.registered_on, v.entered_on) < :after AND NOT (v.status = '注销' AND COALESCE(v.cancelled_on, '') < :after)
  AND (v.archived_on IS NULL OR v.archived_on >= :after)
ORDER BY 1
