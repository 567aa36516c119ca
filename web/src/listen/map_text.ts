// SPDX-License-Identifier: AGPL-3.0-or-later
//
// map_text — changes single entries in the text of a map (docs/IMPORT.md) and leaves the rest of
// it, comments too, as people wrote it.
//
// Knows how entries are written.  Whether they are right is the server's matter: it reads the
// text and names the line that is not.

export const ROLES = ['key', 'time', 'person', 'email', 'account', 'weight', 'channel', 'unit',
  'touchpoint', 'language', 'relationship'] as const;
export type Role = (typeof ROLES)[number];
export const KINDS = ['score', 'choice', 'number', 'text', 'comment', 'date', 'id', 'skip'] as const;
export type Kind = (typeof KINDS)[number];

const OF_FILE = ['layout', 'left out', 'source', 'wave of', 'sheet', 'header', 'join', 'join by', 'join to', 'join twice',
  'time order', 'name', 'reached', 'invited', 'population', 'asked from', 'asked to', 'signal kind',
  'assumed time'] as const;
/** Entries about the file as a whole; they may stand anywhere. */
export type FileEntry = Role | (typeof OF_FILE)[number];
/** Entries that stand as they are read, each once. */
const PLAIN = ['kind', 'scale', 'degrees', 'date order', 'personal', 'missing', 'leave out', 'measures',
  'measures of', 'expected from', 'better',
  'currency'] as const;
type PlainEntry = (typeof PLAIN)[number];
export type ColumnEntry = 'field' | 'label' | PlainEntry;

export interface MapColumn {
  name: string; // as the file writes it
  place: number; // from 1
  isShared: boolean; // another column has this name, too
}

/** A code of an answer, and what it stands for. */
export type Code = readonly [code: string, label: string];

interface Line {
  text: string;
  section: string | null; // the name in brackets, as it is written, where one begins here
  before: string; // what stands before the entry: "[A] "
  entry: string; // its name in small letters: "scale"; "code 3" is code; empty: none
  value: string;
}

/* ---- how things are written ---- */

const ESCAPES: Record<string, string> = { '\n': 'n', '\r': 'r', '\t': 't', '"': '"', '\\': '\\' };
const UNESCAPES = Object.fromEntries(Object.entries(ESCAPES).map(([is, letter]) => [letter, is]));

const quoted = (text: string): string =>
  `"${text.replace(/[\n\r\t"\\]/g, (c) => `\\${ESCAPES[c] ?? c}`)}"`;

const isBare = (text: string): boolean =>
  text !== '' && text.trim() === text && !text.startsWith('"') && !/[\n\r]/.test(text);

const written = (text: string, isPlain = true): string =>
  isBare(text) && isPlain ? text : quoted(text);

function hasPairedBrackets(text: string): boolean {
  let depth = 0;
  for (const c of text) {
    if (c === ']' && depth === 0) return false;
    depth += c === '[' ? 1 : c === ']' ? -1 : 0;
  }
  return depth === 0;
}

const isNumbered = ({ name, isShared }: MapColumn): boolean => name.trim() === '' || isShared;

/** A column as it stands behind "time:". */
export const columnText = (column: MapColumn): string => isNumbered(column) ? `#${column.place}`
  : written(column.name, !column.name.startsWith('#') && column.name.toLowerCase() !== 'none');

const sectionText = (column: MapColumn): string => isNumbered(column) ? `#${column.place}`
  : written(column.name, !column.name.startsWith('#') && hasPairedBrackets(column.name));

/** The text of a value, which may be quoted, and what stands behind it. */
function unquoted(text: string): [value: string, rest: string] {
  if (!text.startsWith('"')) return [text, ''];
  let value = '';
  for (let i = 1; i < text.length; i++) {
    if (text[i] === '"') return [value, text.slice(i + 1)];
    if (text[i] === '\\') value += UNESCAPES[text[++i] ?? ''] ?? '';
    else value += text[i];
  }
  return [text, ''];
}

export const valueOf = (text: string): string => unquoted(text)[0];

/** A column as it stands behind "join by:". */
export const joinedAs = (name: string): string => written(name);

/* ---- lines ---- */

/** Where the bracket closes that opens the line; -1: nowhere. */
function closingBracket(line: string): number {
  const inner = line.slice(1).trimStart();
  if (inner.startsWith('"')) {
    const [, rest] = unquoted(inner);
    return rest.trimStart().startsWith(']') ? line.length - rest.trimStart().length : -1;
  }
  let depth = 0;
  for (let i = 0; i < line.length; i++) {
    depth += line[i] === '[' ? 1 : line[i] === ']' ? -1 : 0;
    if (depth === 0) return i;
  }
  return -1;
}

function entryOf(text: string): Pick<Line, 'entry' | 'value'> {
  const code = /^code(?=[\s":])(.*)$/is.exec(text);
  if (code) return { entry: 'code', value: (code[1] ?? '').trim() };
  const colon = text.indexOf(':');
  if (colon < 0) return { entry: '', value: '' };
  return { entry: text.slice(0, colon).trim().toLowerCase(), value: text.slice(colon + 1).trim() };
}

function lineOf(text: string): Line {
  const line = text.trim();
  if (line === '' || line.startsWith('#')) return { text, section: null, before: '', entry: '', value: '' };
  const close = line.startsWith('[') ? closingBracket(line) : -1;
  if (close < 0) return { text, section: null, before: '', ...entryOf(line) };
  return {
    text, section: line.slice(1, close).trim(), before: `${line.slice(0, close + 1)} `,
    ...entryOf(line.slice(close + 1).trim()),
  };
}

const linesOf = (text: string): Line[] =>
  text === '' ? [] : text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n').map(lineOf);

const textOf = (lines: readonly Line[]): string =>
  lines.length === 0 ? '' : `${lines.map((l) => l.text).join('\n')}\n`;

function isOf(section: string, { name, place }: MapColumn): boolean {
  if (/^#\d+$/.test(section)) return Number(section.slice(1)) === place;
  return valueOf(section).trim().toLowerCase() === name.trim().toLowerCase();
}

/** The lines of a column's section, its bracket's line first; null: it has none. */
function sectionOf(lines: readonly Line[], column: MapColumn): [first: number, end: number] | null {
  const first = lines.findIndex((l) => l.section !== null && isOf(l.section, column));
  if (first < 0) return null;
  const next = lines.findIndex((l, i) => i > first && l.section !== null);
  return [first, next < 0 ? lines.length : next];
}

/* ---- what is said ---- */

export function saidOfFile(text: string, entry: FileEntry): string | null {
  const found = linesOf(text).find((l) => l.entry === entry);
  return found ? found.value : null;
}

export type SaidOfColumn = Record<ColumnEntry, string | null> & { codes: Code[] };

function codeOf(value: string): Code {
  if (value.startsWith('"')) {
    const [code, rest] = unquoted(value);
    return [code, valueOf(rest.trim().slice(1).trim())];
  }
  const colon = value.indexOf(':');
  return [value.slice(0, colon).trim(), valueOf(value.slice(colon + 1).trim())];
}

/** Where a field is looked for: one entry takes the place of another. */
const PLACES = ['field', 'own field', 'shared field', 'context'];
const isThere = (written: string, entry: ColumnEntry): boolean =>
  entry === 'field' ? PLACES.includes(written) : written === entry;

const isPlain = (entry: string): entry is PlainEntry => (PLAIN as readonly string[]).includes(entry);

/** Values as they are written, but labels of the question and of codes as they are read. */
export function saidOfColumn(text: string, column: MapColumn): SaidOfColumn {
  const said: SaidOfColumn = { field: null, label: null, kind: null, scale: null, degrees: null,
    'date order': null, personal: null, missing: null, 'leave out': null,
    measures: null, 'measures of': null, 'expected from': null, better: null, currency: null, codes: [] };
  const lines = linesOf(text);
  const section = sectionOf(lines, column);
  for (const { entry, value } of section ? lines.slice(...section) : []) {
    if (entry === 'code') said.codes.push(codeOf(value));
    else if (entry === 'label') said.label = valueOf(value);
    else if (PLACES.includes(entry)) said.field = value;
    else if (isPlain(entry)) said[entry] = value;
  }
  return said;
}

/** What the line of a map is about, counted from 1: a column's entry, or one of the file. */
export function saidAt(text: string, line: number, columns: readonly MapColumn[]): {
  column: MapColumn | null; entry: string;
} {
  const lines = linesOf(text).slice(0, line);
  const entry = lines.at(-1)?.entry ?? '';
  const section = isFileEntry(entry) ? null : lines.findLast((l) => l.section !== null)?.section ?? null;
  return { column: (section !== null && columns.find((c) => isOf(section, c))) || null, entry };
}

/* ---- changes ---- */

const said = (text: string): Line => lineOf(text);

/** Behind the last line of a part that says something. */
function endOf(lines: readonly Line[], first: number, end: number): number {
  while (end > first && lines[end - 1]?.text.trim() === '') end--;
  return end;
}

/** Without an entry; its bracket stays. */
function without(lines: Line[], at: number): void {
  const line = lines[at];
  if (line?.section != null) lines[at] = said(line.before.trimEnd());
  else lines.splice(at, 1);
}

/** A bracket that nothing follows says nothing. */
function dropEmptySection(lines: Line[], column: MapColumn): void {
  const section = sectionOf(lines, column);
  if (!section) return;
  const [first, end] = section;
  if (lines.slice(first, end).some((l) => l.entry !== '' || l.text.trim().startsWith('#'))) return;
  const begin = first > 0 && lines[first - 1]?.text.trim() === '' ? first - 1 : first;
  lines.splice(begin, endOf(lines, first, end) - begin);
}

/** Says something of the file, as it is to be written; null takes it back. */
export function sayOfFile(text: string, entry: FileEntry, value: string | null): string {
  const lines = linesOf(text);
  const at = lines.findIndex((l) => l.entry === entry);
  const line = lines[at];
  if (value === null) {
    if (line) without(lines, at);
  } else if (line) lines[at] = said(`${line.before}${entry}: ${value}`);
  else {
    const section = lines.findIndex((l) => l.section !== null);
    lines.splice(endOf(lines, 0, section < 0 ? lines.length : section), 0, said(`${entry}: ${value}`));
    const next = lines.findIndex((l) => l.section !== null);
    if (next > 0 && lines[next - 1]?.text.trim() !== '') lines.splice(next, 0, said(''));
  }
  return textOf(lines);
}

/** Nothing is joined any more. */
export const unjoin = (text: string): string =>
  (['join', 'join by', 'join to', 'join twice'] as const).reduce((rest, entry) => sayOfFile(rest, entry, null), text);

/** In the section of a column, which is begun where there is none. */
function addTo(lines: Line[], column: MapColumn, added: readonly string[]): void {
  const section = sectionOf(lines, column);
  if (section) lines.splice(endOf(lines, section[0], section[1]), 0, ...added.map(said));
  else {
    if (lines.length > 0 && lines.at(-1)?.text.trim() !== '') lines.push(said(''));
    lines.push(said(`[${sectionText(column)}]`), ...added.map(said));
  }
}

/** Says something of a column, as it is to be written; null takes it back. */
export function sayOfColumn(text: string, column: MapColumn, entry: ColumnEntry,
                            value: string | null): string {
  const lines = linesOf(text);
  const [first, end] = sectionOf(lines, column) ?? [0, 0];
  const at = lines.findIndex((l, i) => i >= first && i < end && isThere(l.entry, entry));
  const line = lines[at];
  if (value === null) {
    if (line) without(lines, at);
    dropEmptySection(lines, column);
  } else if (line) lines[at] = said(`${line.before}${entry}: ${value}`);
  else addTo(lines, column, [`${entry}: ${value}`]);
  return textOf(lines);
}

export const sayLabel = (text: string, column: MapColumn, label: string | null): string =>
  sayOfColumn(text, column, 'label', label === null ? null : written(label));

/** All codes of a column; those without a label are left out. */
export function sayCodes(text: string, column: MapColumn, codes: readonly Code[]): string {
  const lines = linesOf(text);
  const [first, end] = sectionOf(lines, column) ?? [0, 0];
  for (let at = end - 1; at >= first; at--)
    if (lines[at]?.entry === 'code') without(lines, at);
  const added = codes.filter(([code, label]) => code.trim() !== '' && label.trim() !== '')
    .map(([code, label]) => `code ${written(code.trim(), !code.includes(':'))}: ${written(label.trim())}`);
  if (added.length > 0) addTo(lines, column, added);
  else dropEmptySection(lines, column);
  return textOf(lines);
}

const isColumnEntry = (entry: string): entry is ColumnEntry =>
  entry === 'field' || entry === 'label' || isPlain(entry);
const isFileEntry = (entry: string): entry is FileEntry =>
  (OF_FILE as readonly string[]).includes(entry) || (ROLES as readonly string[]).includes(entry);

/** Takes over what other lines say, such as those of a question. */
export function takeOver(text: string, lines: string, columns: readonly MapColumn[]): string {
  let column: MapColumn | undefined;
  for (const { section, entry, value } of linesOf(lines)) {
    if (section !== null) column = columns.find((c) => isOf(section, c));
    if (isFileEntry(entry)) text = sayOfFile(text, entry, value);
    else if (column && isColumnEntry(entry)) text = sayOfColumn(text, column, entry, value);
    else if (column && entry === 'code')
      text = sayCodes(text, column, [...saidOfColumn(text, column).codes, codeOf(value)]);
  }
  return text;
}

/** Whether all that other lines say stands in a text. */
export const hasTaken = (text: string, lines: string, columns: readonly MapColumn[]): boolean =>
  textOf(linesOf(takeOver(text, lines, columns))) === textOf(linesOf(text));
