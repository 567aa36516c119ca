-- SPDX-License-Identifier: AGPL-3.0-or-later
--
-- What the answers of a field mean beyond their kind (listen/meaning.h): what they measure
-- and of what, whose word an expectation goes by, which end of the scale is the good one,
-- and the currency of an amount.  NULL: nobody has said so.

ALTER TABLE field DROP COLUMN direction;
ALTER TABLE field ADD COLUMN measures TEXT;
ALTER TABLE field ADD COLUMN measures_of TEXT;
ALTER TABLE field ADD COLUMN expected_from TEXT;
ALTER TABLE field ADD COLUMN better TEXT;
ALTER TABLE field ADD COLUMN currency TEXT;

UPDATE field SET measures = 'recommendation', better = 'high'
WHERE source IS NULL AND kind = 'score' AND key = 'recommend';
UPDATE field SET measures = 'satisfaction', better = 'high'
WHERE source IS NULL AND kind = 'score' AND key = 'satisfaction';
UPDATE field SET measures = 'effort', better = 'high'
WHERE source IS NULL AND kind = 'score' AND key = 'effort';
