// SPDX-License-Identifier: AGPL-3.0-or-later
//
// note_text — what is to be known of an import, in the reader's language.
//
// A note has a code, numbers, what it is about, and perhaps lines or names; what no catalogue
// knows is said in the server's words.
import * as format from '../format.ts';
import { tOr } from '../i18n.ts';
import type { Note } from '../api.ts';
import type { Join } from './import_api.ts';

const LINES = 5;

/** join: of the report, which has the numbers of the note about it. */
export function noteText(note: Note, join?: Join): { text: string; isEnglish: boolean } {
  const numbers = Object.entries({ ...(note.code === 'joined' ? join : {}), ...note })
    .filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  const lines = Array.isArray(note['lines']) ? (note['lines'] as number[]) : [];
  const names = Array.isArray(note['names']) ? (note['names'] as string[]) : [];
  const text = tOr(`import_note.${note.code}`, '', {
    ...Object.fromEntries(numbers.map(([name, n]) => [name, format.count(n)])),
    n: format.count(numbers[0]?.[1] ?? 0),
    about: String(note['about'] ?? ''),
    table: join?.name ?? '',
    by: join?.by ?? '',
    names: names.slice(0, LINES).join(', ') + (names.length > LINES ? ' …' : ''),
    lines: lines.slice(0, LINES).join(', ') + (lines.length > LINES ? ' …' : ''),
  });
  return text ? { text, isEnglish: false } : { text: String(note['text'] ?? note.code), isEnglish: true };
}
