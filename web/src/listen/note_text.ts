// SPDX-License-Identifier: AGPL-3.0-or-later
//
// note_text — what is to be known of an import, in the reader's language.
//
// A note has a code, at most one number and perhaps lines; one that says more is said in the
// server's words.
import * as format from '../format.ts';
import { tOr } from '../i18n.ts';
import type { Note } from '../api.ts';

const LINES = 5;

export function noteText(note: Note): { text: string; isEnglish: boolean } {
  const number = Object.values(note).find((value) => typeof value === 'number');
  const lines = Array.isArray(note['lines']) ? (note['lines'] as number[]) : [];
  const names = Array.isArray(note['names']) ? (note['names'] as string[]) : [];
  const text = tOr(`import_note.${note.code}`, '', {
    n: format.count(typeof number === 'number' ? number : 0),
    names: names.slice(0, LINES).join(', ') + (names.length > LINES ? ' …' : ''),
    lines: lines.slice(0, LINES).join(', ') + (lines.length > LINES ? ' …' : ''),
  });
  return text ? { text, isEnglish: false } : { text: String(note['text'] ?? note.code), isEnglish: true };
}
