-- SPDX-License-Identifier: AGPL-3.0-or-later

-- When something last came into the record.
-- name: doctor_newest read
SELECT coalesce(max(newest.at), 0)
FROM (SELECT (SELECT received_at FROM signal ORDER BY id DESC LIMIT 1) AS at
      UNION ALL
      SELECT (SELECT at FROM audit ORDER BY id DESC LIMIT 1)) AS newest;
