-- SPDX-License-Identifier: AGPL-3.0-or-later

-- When something last came into the record.
-- name: doctor_newest read
SELECT max(ifnull((SELECT received_at FROM signal ORDER BY id DESC LIMIT 1), 0),
           ifnull((SELECT at FROM audit ORDER BY id DESC LIMIT 1), 0));
