-- Phones more than one person is registered with.
SELECT '志愿者 ' || MIN(v.number) AS subject, '' AS place, COUNT(*) AS count
FROM volunteer AS v
WHERE v.phone IS NOT NULL AND v.archived_on IS NULL
GROUP BY v.phone
HAVING COUNT(*) > 1
ORDER BY MIN(v.number)
