-- 注册时 {age} 岁，没有监护人同意日期
-- 补填 --guardian 和 --guardian-consent
-- Registered people without a guardian's consent whose birth date is known.
SELECT v.number AS number, v.name AS name, v.birth_date AS birth_date, v.registered_on AS registered_on
FROM volunteer AS v
WHERE v.birth_date IS NOT NULL AND v.registered_on IS NOT NULL AND v.guardian_consent_on IS NULL
  AND v.archived_on IS NULL AND v.status <> '注销'
ORDER BY v.number
