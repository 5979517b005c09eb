-- 报名 {signed_up} 人，到场 {attended} 人
-- 核对爽约和签到
-- Who signed up for activities that are over, and whether they came.
SELECT a.number AS activity, a.title AS title,
       CASE WHEN EXISTS (SELECT 1 FROM attendance AS t
                         WHERE t.activity_id = s.activity_id AND t.volunteer_id = s.volunteer_id)
              OR EXISTS (SELECT 1 FROM service_record AS r
                         WHERE r.activity_id = s.activity_id AND r.volunteer_id = s.volunteer_id
                           AND r.status IN ('pending', 'credited')) THEN 1 ELSE 0 END AS came
FROM signup AS s
JOIN activity AS a ON a.id = s.activity_id
WHERE s.status = 'confirmed' AND a.ends_on < :today AND a.status <> 'cancelled'
ORDER BY a.number, s.id
