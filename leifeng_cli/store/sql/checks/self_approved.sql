-- {date} 的记录由 {operator} 登记又审核
-- 请另一人复核
-- Records one operator both entered and approved.
SELECT r.id AS id, a.number AS activity, a.title AS title, r.service_date AS date, r.approved_by AS operator
FROM service_record AS r
JOIN activity AS a ON a.id = r.activity_id
WHERE r.status = 'credited' AND r.approved_by IS NOT NULL AND r.approved_by = r.recorded_by
ORDER BY r.id
