-- SPDX-License-Identifier: AGPL-3.0-or-later
--
-- A source that asks again what another asked before it.

ALTER TABLE source ADD COLUMN wave_of INTEGER REFERENCES source (id);
