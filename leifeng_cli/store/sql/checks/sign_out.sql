-- {date} {checked_in} 签到，没有签退
-- leifeng attendance out {number} --date {date}
-- Who signed in on an earlier day and never out.
SELECT t.id AS id, a.number AS activity, a.title AS title, v.number AS number, t.service_date AS date, t.checked_in AS checked_in
FROM attendance AS t
JOIN volunteer AS v ON v.id = t.volunteer_id
JOIN activity AS a ON a.id = t.activity_id
WHERE t.checked_out IS NULL AND t.service_date < :today
ORDER BY t.service_date, t.id
