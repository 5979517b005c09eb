-- How many of those signed up came, of activities that are over.
SELECT '活动 ' || a.number AS subject, a.title AS place, COUNT(*) AS signed_up,
       COUNT(CASE WHEN EXISTS (SELECT 1 FROM attendance AS t
                               WHERE t.activity_id = s.activity_id AND t.volunteer_id = s.volunteer_id)
                    OR EXISTS (SELECT 1 FROM service_record AS r
                               WHERE r.activity_id = s.activity_id AND r.volunteer_id = s.volunteer_id
                                 AND r.status IN ('pending', 'credited')) THEN 1 END) AS attended
FROM signup AS s
JOIN activity AS a ON a.id = s.activity_id
WHERE s.status = 'confirmed' AND a.ends_on < :today AND a.status <> '已取消'
GROUP BY a.number, a.title
ORDER BY a.number
