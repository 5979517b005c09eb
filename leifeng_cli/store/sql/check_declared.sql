-- When activities were published and closed, with how many people they had.
SELECT '活动 ' || a.number AS subject, a.title AS place, o.at AS at, a.starts_on AS starts_on, a.ends_on AS ends_on,
       CASE o.command WHEN 'activity.publish' THEN '已发布' ELSE '已结项' END AS status,
       (SELECT COUNT(DISTINCT r.volunteer_id) FROM service_record AS r
        WHERE r.activity_id = a.id AND r.status = 'credited') AS people
FROM operation AS o
JOIN change AS g ON g.operation_id = o.id AND g.table_name = 'activity' AND g.kind = 'update'
JOIN activity AS a ON a.id = g.first_row
WHERE o.command IN ('activity.publish', 'activity.close') AND a.status IN ('已发布', '已结项')
ORDER BY a.number, o.id
