-- 已有时长，证件号码和手机都没有填
-- leifeng volunteer edit {number} --id 或 --phone
-- Whoever has time that counts and nothing to be known by but a name.
SELECT v.number AS number, v.name AS name
FROM volunteer AS v
WHERE v.id_number IS NULL AND v.phone IS NULL AND v.archived_on IS NULL
  AND EXISTS (SELECT 1 FROM service_record AS r WHERE r.volunteer_id = v.id AND r.status = 'credited')
ORDER BY v.number
