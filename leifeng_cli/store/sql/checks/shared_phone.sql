-- 同一手机号登记了 {count} 人
-- 核对是否本人的号码
-- Phones more than one person is registered with, under the first of them.
SELECT MIN(v.number) AS number, COUNT(*) AS count
FROM volunteer AS v
WHERE v.phone IS NOT NULL AND v.archived_on IS NULL
GROUP BY v.phone
HAVING COUNT(*) > 1
ORDER BY number
