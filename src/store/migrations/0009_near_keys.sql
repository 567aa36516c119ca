-- SPDX-License-Identifier: AGPL-3.0-or-later
--
-- Whether the keys of a source's imported records begin with where a record lies in its file
-- (listen/import_near.h).  Those of sources that were here before do not, and go on so: else
-- what is known would not be known again.

ALTER TABLE source ADD COLUMN near_keys INTEGER NOT NULL DEFAULT 0;
