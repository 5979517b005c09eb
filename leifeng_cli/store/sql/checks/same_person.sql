-- {name} 与 {other} 同名且{why}
-- 核对后归档其中一条，时长不要记两次
-- People with one name and one birth date or phone, each pair once.
SELECT v.number AS number, v.name AS name, w.number AS other,
       CASE WHEN v.birth_date = w.birth_date THEN '出生日期相同' ELSE '手机相同' END AS why
FROM volunteer AS v
JOIN volunteer AS w ON w.name = v.name AND w.id > v.id
WHERE v.archived_on IS NULL AND w.archived_on IS NULL
  AND ((v.birth_date = w.birth_date AND NOT (v.id_number IS NOT NULL AND w.id_number IS NOT NULL)) OR v.phone = w.phone)
ORDER BY v.number, w.number
