-- {operator} 在 {minutes} 分钟内给此人手录 {count} 条
-- 核对签到表和照片
-- Hours typed by hand, by person and operator in the order they were typed.
SELECT v.number AS number, v.name AS name, o.operator AS operator, o.at AS at
FROM operation AS o
JOIN change AS g ON g.operation_id = o.id AND g.table_name = 'service_record' AND g.kind = 'insert'
JOIN service_record AS r ON r.id >= g.first_row AND r.id <= g.last_row
JOIN volunteer AS v ON v.id = r.volunteer_id
JOIN activity AS a ON a.id = r.activity_id
WHERE o.command IN ('hours.record', 'hours.correct') AND r.status IN ('pending', 'credited')
ORDER BY v.number, o.operator, o.id
