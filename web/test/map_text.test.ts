// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  columnText, hasTaken, sayCodes, sayLabel, sayOfColumn, sayOfFile, saidAt, saidOfColumn, saidOfFile, takeOver,
  unjoin,
  type MapColumn,
} from '../src/listen/map_text.ts';

const column = (name: string, place: number, isShared = false): MapColumn => ({ name, place, isShared });
const NPS = column('NETPRO', 2);
const WORDS = column('COMMENTS [3]', 3);

const MAP = `# of the spring survey
source: airport_2017
time: DATE

[netpro] field: recommend
# asked since 2015
label: How likely are you?
missing: 11, 99
code 10: extremely likely
code "a:b": "with \\"quotes\\""

["COMMENTS [3]"] kind: comment
`;

test('what a map says of the file and of a column is read', () => {
  assert.equal(saidOfFile(MAP, 'time'), 'DATE');
  assert.equal(saidOfFile(MAP, 'weight'), null);
  assert.deepEqual(saidOfColumn(MAP, NPS), {
    field: 'recommend', kind: null, label: 'How likely are you?', scale: null, degrees: null,
    'date order': null, personal: null, missing: '11, 99', 'leave out': null,
    measures: null, 'measures of': null, 'expected from': null, better: null, currency: null,
    codes: [['10', 'extremely likely'], ['a:b', 'with "quotes"']],
  });
  assert.equal(saidOfColumn(MAP, WORDS).kind, 'comment');
  assert.equal(saidOfColumn(MAP, column('OTHER', 9)).kind, null);
});

test('an entry is changed in its place, and the rest stays letter for letter', () => {
  assert.equal(sayOfColumn(MAP, NPS, 'missing', '11'), MAP.replace('missing: 11, 99', 'missing: 11'));
  assert.equal(sayOfColumn(MAP, NPS, 'field', 'nps'), MAP.replace('field: recommend', 'field: nps'));
  assert.equal(sayOfFile(MAP, 'time', 'WHEN'), MAP.replace('time: DATE', 'time: WHEN'));
  assert.equal(sayOfColumn(MAP, NPS, 'scale', '0-10'),
    MAP.replace('quotes\\""\n', 'quotes\\""\nscale: 0-10\n'));
  assert.equal(sayOfFile(MAP, 'weight', 'W'), MAP.replace('time: DATE\n', 'time: DATE\nweight: W\n'));
});

test('an entry is taken back, and with its last one the section', () => {
  assert.equal(sayOfFile(MAP, 'time', null), MAP.replace('time: DATE\n', ''));
  assert.equal(sayOfColumn(MAP, NPS, 'field', null), MAP.replace('[netpro] field: recommend', '[netpro]'));
  assert.equal(sayOfColumn(MAP, WORDS, 'kind', null), MAP.replace('\n["COMMENTS [3]"] kind: comment\n', ''));
  assert.equal(sayOfColumn('', NPS, 'kind', null), '');
});

test('a map is begun', () => {
  let text = sayOfColumn('', WORDS, 'kind', 'skip');
  assert.equal(text, '[COMMENTS [3]]\nkind: skip\n');
  text = sayOfFile(text, 'time', columnText(column('none', 4)));
  assert.equal(text, 'time: "none"\n\n[COMMENTS [3]]\nkind: skip\n');
  text = sayLabel(text, column('X', 5, true), ' a\nb ');
  assert.equal(text, 'time: "none"\n\n[COMMENTS [3]]\nkind: skip\n\n[#5]\nlabel: " a\\nb "\n');
  assert.equal(saidOfColumn(text, column('X', 5, true)).label, ' a\nb ');
});

test('names that would read as something else are quoted', () => {
  const names = ['#3', 'a]b', ' a ', '"x"', 'a\nb'];
  for (const [i, name] of names.entries()) {
    const text = sayOfColumn('', column(name, i + 1), 'kind', 'text');
    assert.equal(saidOfColumn(text, column(name, i + 1)).kind, 'text', name);
    assert.ok(text.startsWith('["'), text);
  }
  assert.equal(columnText(column('', 7)), '#7');
  assert.equal(columnText(column('A [1', 7)), 'A [1');
});

test('codes are replaced as a whole', () => {
  const text = sayCodes(MAP, NPS, [['1', 'no: never'], ['', 'x'], ['2', ' ']]);
  assert.deepEqual(saidOfColumn(text, NPS).codes, [['1', 'no: never']]);
  assert.equal(saidOfColumn(text, NPS).label, 'How likely are you?');
  assert.deepEqual(saidOfColumn(sayCodes(text, NPS, []), NPS).codes, []);
  assert.equal(sayCodes('[NETPRO] code 1: x\n', NPS, []), '');
});

test('the lines of a question are taken over, once', () => {
  const columns = [column('DATE', 1), NPS, WORDS];
  const lines = '[NETPRO] field: effort';
  assert.ok(!hasTaken(MAP, lines, columns));
  const text = takeOver(MAP, lines, columns);
  assert.equal(saidOfColumn(text, NPS).field, 'effort');
  assert.ok(hasTaken(text, lines, columns));
  assert.ok(hasTaken(MAP, 'time: DATE', columns));
  assert.equal(takeOver('', 'time order: day first\nemail: none', columns),
    'time order: day first\nemail: none\n');
});

test('lines that are no entries are left alone', () => {
  const odd = 'what is this\r\n[never closed\nsource: a\n';
  assert.equal(sayOfFile(odd, 'source', 'b'), 'what is this\n[never closed\nsource: b\n');
});

test('the line of a complaint leads to the column and the entry that it is about', () => {
  const columns = [column('DATE', 1), NPS, WORDS];
  assert.deepEqual(saidAt(MAP, 8, columns), { column: NPS, entry: 'missing' });
  assert.deepEqual(saidAt(MAP, 5, columns), { column: NPS, entry: 'field' });
  assert.deepEqual(saidAt(MAP, 3, columns), { column: null, entry: 'time' });
  assert.deepEqual(saidAt(MAP, 12, columns), { column: WORDS, entry: 'kind' });
  assert.deepEqual(saidAt('[nowhere] kind: x', 1, columns), { column: null, entry: 'kind' });
});

test('what a question says of the file as a whole is taken over', () => {
  const columns = [NPS];
  for (const line of ['layout: none', 'wave of: sfo_2016', 'sheet: Answers', 'header: 3', 'left out: none', 'join twice: last']) {
    assert.equal(hasTaken('', line, columns), false);
    assert.equal(takeOver('', line, columns), `${line}\n`);
  }
});

test('a field takes the place of one that was looked for elsewhere', () => {
  const text = ['[NETPRO]', 'own field: netpro', 'kind: score', ''].join('\n');
  assert.equal(saidOfColumn(text, NPS).field, 'netpro');
  assert.equal(sayOfColumn(text, NPS, 'field', 'recommend'), '[NETPRO]\nfield: recommend\nkind: score\n');
});

test('a second table is taken out with all that was said of it', () => {
  assert.equal(unjoin('source: a\njoin: plan.csv\njoin by: x\njoin to: y\njoin twice: last\n'), 'source: a\n');
});
