-- Awards given and stars granted in [first, after), by day.
SELECT h.name AS name, h.what AS what
FROM (
    SELECT a.awarded_on AS day, v.number AS number, v.name AS name, a.title AS what
    FROM award AS a
    JOIN volunteer AS v ON v.id = a.volunteer_id
    WHERE a.awarded_on >= :first AND a.awarded_on < :after AND a.archived_on IS NULL
    UNION ALL
    SELECT g.granted_on AS day, v.number AS number, v.name AS name, g.level_name AS what
    FROM star_grant AS g
    JOIN volunteer AS v ON v.id = g.volunteer_id
    LEFT JOIN star_decision AS d ON d.grant_id = g.id AND d.kind = 'revoked'
    WHERE g.granted_on >= :first AND g.granted_on < :after AND g.kind <> 'earlier' AND d.id IS NULL
) AS h
ORDER BY h.day, h.number, h.what
