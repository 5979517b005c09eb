-- 队伍“{name}”的上下级关系成了圈
-- 请先改它的上级：leifeng team edit {number} --parent ''
WITH RECURSIVE above (id, start) AS (
  SELECT t.parent_id, t.id FROM team AS t WHERE t.id IN (SELECT id FROM touched WHERE what = 'team.id')
  UNION
  SELECT t.parent_id, above.start FROM above JOIN team AS t ON t.id = above.id
)
SELECT t.id AS key, t.number AS number, t.name AS name
FROM above
JOIN team AS t ON t.id = above.start
WHERE above.id = above.start
ORDER BY t.number
