-- SPDX-License-Identifier: AGPL-3.0-or-later
--
-- Who was asked, beside how and of how many: days are since 1970-01-01.

ALTER TABLE source ADD COLUMN invited INTEGER;
ALTER TABLE source ADD COLUMN first_day INTEGER;
ALTER TABLE source ADD COLUMN last_day INTEGER;
