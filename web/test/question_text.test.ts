// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import ar from '../locales/ar.json' with { type: 'json' };
import en from '../locales/en.json' with { type: 'json' };
import { isStatement, keepText, otherLine, questionText, takeOtherText, takeText } from '../src/listen/question_text.ts';

const plain = (text: string): string => text.replace(/[\u2068\u2069]/g, '');

/** The codes of the table in the documentation, which names all that the server asks. */
const CODES = (() => {
  const text = readFileSync('../docs/IMPORT.md', 'utf8');
  const [, section = ''] = text.split('## The questions');
  const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map((m) => m[1] ?? ''));
})();

test('every question is said in each language, with what its answers come to', () => {
  assert.ok(CODES.length > 20, `only ${CODES.length} codes`);
  for (const catalogue of [en, ar] as Record<string, string>[])
    for (const code of CODES) {
      if (code.startsWith('join_')) continue; // said by the card of the second table
      const key = code.startsWith('two_') ? 'two' : code;
      assert.ok(catalogue[`question.${key}`], `question.${key}`);
      if (isStatement({ code, text: '', map: 'x' })) continue;
      assert.ok(catalogue[`question_take.${key}`], `question_take.${key}`);
      assert.ok(catalogue[`question_keep.${key}`], `question_keep.${key}`);
    }
});

test('the parts that the server gives stand in the sentence', () => {
  const question = { code: 'currency', text: 'x', map: '[price] currency: USD',
    parts: { column: 'price', sign: '$', currency: 'USD' } };
  assert.equal(plain(questionText(question).text), '“price” is in $, which several currencies are written with.');
  assert.equal(plain(takeText(question)), 'It is USD');
  assert.equal(keepText(question), 'Leave it open');
});

test('a file that is like those of a source may be its next one', () => {
  const question = { code: 'wave', text: 'x', map: 'wave of: pulse', parts: { source: 'pulse', same: '4', columns: '5' } };
  assert.equal(otherLine(question), 'source: pulse');
  assert.equal(plain(takeOtherText(question)), 'It is its next file');
  assert.equal(otherLine({ ...question, code: 'renamed' }), null);
});

test('a part that not every such question has is a sentence more', () => {
  const question = { code: 'time', text: 'x', map: 'time: day', parts: { column: 'day' } };
  const { text } = questionText(question);
  const more = questionText({ ...question, parts: { column: 'day', order: 'day first' } }).text;
  assert.ok(more.startsWith(text) && more.length > text.length);
});

test('a code of the server becomes a word', () => {
  const { text } = questionText({ code: 'layout', text: 'x', map: 'layout: none', parts: { tool: 'qualtrics', lines: '2' } });
  assert.equal(plain(text), 'The file is an export of Qualtrics, and is read as such. Lines that its header goes on for: 2.');
});

test('what no catalogue knows is said in the words of the server', () => {
  const question = { code: 'something_new', text: 'A sentence.', map: 'a: b', parts: { column: 'x' } };
  assert.deepEqual(questionText(question), { text: 'A sentence.', isEnglish: true });
});
