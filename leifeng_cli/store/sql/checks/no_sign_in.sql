-- {date} 别人有签到，此人没有，却记了 {hours} 小时
-- 核对签到；属实的补签到
-- Time that counts at an activity and day where others signed in and this person did not.
SELECT r.id AS id, a.number AS activity, a.title AS title, v.number AS number, r.service_date AS date, r.seconds AS seconds
FROM (
    SELECT DISTINCT t.activity_id AS activity_id, t.service_date AS service_date
    FROM attendance AS t
) AS d
JOIN service_record AS r ON r.activity_id = d.activity_id AND r.service_date = d.service_date
JOIN volunteer AS v ON v.id = r.volunteer_id
JOIN activity AS a ON a.id = r.activity_id
WHERE r.status = 'credited'
  AND NOT EXISTS (SELECT 1 FROM attendance AS t WHERE t.volunteer_id = r.volunteer_id
                  AND t.activity_id = r.activity_id AND t.service_date = r.service_date)
ORDER BY r.id
