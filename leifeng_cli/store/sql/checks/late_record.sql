-- {date} 的服务 {recorded_on} 才登记，超过10个工作日
-- 核实后保留；以后用 leifeng agenda 提前看
-- Hours typed in too late. What was imported is history brought in, and is not late for that.
SELECT r.id AS id, a.number AS activity, a.title AS title, r.service_date AS date, r.recorded_on AS recorded_on
FROM operation AS o
JOIN change AS g ON g.operation_id = o.id AND g.table_name = 'service_record' AND g.kind = 'insert'
JOIN service_record AS r ON r.id >= g.first_row AND r.id <= g.last_row
JOIN volunteer AS v ON v.id = r.volunteer_id
JOIN activity AS a ON a.id = r.activity_id
WHERE o.command IN ('hours.record', 'hours.from-attendance') AND r.late = 1 AND r.status IN ('pending', 'credited')
ORDER BY r.id
