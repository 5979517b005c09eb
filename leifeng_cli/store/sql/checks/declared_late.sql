-- {people} 人的活动，{what}
-- 以后提前发布、及时结项
-- When activities were moved on, and how many people each had.
SELECT a.number AS activity, a.title AS title, o.at AS at, a.starts_on AS starts_on, a.ends_on AS ends_on, g.before AS before, g.after AS after, p.people AS people
FROM operation AS o
JOIN change AS g ON g.operation_id = o.id AND g.table_name = 'activity' AND g.kind = 'update'
JOIN activity AS a ON a.id = g.first_row
JOIN (
    SELECT r.activity_id AS activity_id, COUNT(DISTINCT r.volunteer_id) AS people
    FROM service_record AS r
    WHERE r.status = 'credited'
    GROUP BY r.activity_id
) AS p ON p.activity_id = a.id
WHERE a.status IN ('published', 'finished')
ORDER BY a.number, o.id
