-- 活动类别只有两级，“{name}”在“{parent}”之下，而“{parent}”自己也有上级
-- 请先改其中一个的上级：leifeng category edit {number} --parent
SELECT c.id AS key, c.number AS number, c.name AS name, p.name AS parent
FROM category AS c
JOIN category AS p ON p.id = c.parent_id
WHERE p.parent_id IS NOT NULL
  AND (c.id IN (SELECT id FROM touched WHERE what = 'category.id')
    OR p.id IN (SELECT id FROM touched WHERE what = 'category.id'))
ORDER BY c.number
