// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import ar from '../locales/ar.json' with { type: 'json' };
import en from '../locales/en.json' with { type: 'json' };
import { noteText } from '../src/listen/note_text.ts';
import type { Join } from '../src/listen/import_api.ts';

const plain = (text: string): string => text.replace(/[\u2068\u2069]/g, '');

/** The notes of the table in the documentation, which names all there are. */
const CODES = (() => {
  const [, section = ''] = readFileSync('../docs/IMPORT.md', 'utf8').split('| note | says |');
  const rows = (section.split('\n\n')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map((m) => m[1] ?? ''));
})();

test('every note is said in each language', () => {
  assert.ok(CODES.length > 12, `only ${CODES.length} codes`);
  for (const catalogue of [en, ar] as Record<string, string>[])
    for (const code of CODES) assert.ok(catalogue[`import_note.${code}`], `import_note.${code}`);
});

test('a note says its numbers, and what it is about', () => {
  const hidden = noteText({ code: 'hidden_cells', rows: 1200, columns: 3, text: 'x' });
  assert.equal(plain(hidden.text), 'Rows that are hidden in the sheet: 1,200; hidden columns: 3. They were read as any.');
  const differs = plain(noteText({ code: 'codes_differ', differences: 2, about: 'AREA', text: 'x' }).text);
  assert.ok(differs.includes('counts: 2.') && differs.includes('“AREA”'), differs);
});

test('what was joined is said with the numbers of the second table', () => {
  const join = { name: 'plans.csv', by: 'id', to: 'id', matched: 28, unmatched: 2, unused: 4 } as Join;
  const { text, isEnglish } = noteText({ code: 'joined', records: 28, text: 'x' }, join);
  assert.equal(plain(text),
    'Records that have their row in plans.csv, by “id”: 28. Without one: 2. Keys of plans.csv that no record has: 4.');
  assert.equal(isEnglish, false);
});

test('a note that no catalogue knows is said in the words of the server', () => {
  assert.deepEqual(noteText({ code: 'something_new', text: 'A sentence.' }), { text: 'A sentence.', isEnglish: true });
});
