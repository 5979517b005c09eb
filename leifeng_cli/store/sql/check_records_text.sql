-- What is written about time that counts: one row for each wording at an activity.
SELECT '服务记录 ' || MIN(r.id) AS subject, a.number || ' ' || a.title AS place, a.title AS title, r.note AS note,
       r.post AS post
FROM service_record AS r
JOIN activity AS a ON a.id = r.activity_id
WHERE r.status = 'credited'
GROUP BY a.number, a.title, r.note, r.post
ORDER BY MIN(r.id)
