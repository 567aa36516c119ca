// SPDX-License-Identifier: AGPL-3.0-or-later
//
// notes — what must be known to read the numbers, as the server says it by codes.
import type { Note } from '../api.ts';
import * as format from '../format.ts';
import { t } from '../i18n.ts';
import * as words from './words.ts';

function textOf(note: Note): string | null {
  const n = typeof note['n'] === 'number' ? note['n'] : 0;
  switch (note.code) {
    case 'chance_only':
      return t('note.chance_only');
    case 'compared':
      return n > 1 ? t('note.compared', { n: format.count(n) }, n) : null;
    case 'running_period_left_out':
      return t('note.running', {
        period: words.periodName(String(note['period'] ?? ''), true), n: format.count(n),
      }, n);
    case 'scale_guessed':
      return t('note.scale_guessed');
    case 'assumed_times':
      return t('note.assumed_times', { n: format.count(n) }, n);
    default:
      return null;
  }
}

export function Notes({ notes, codes }: { notes: readonly Note[]; codes: readonly string[] }) {
  const texts = notes.filter((note) => codes.includes(note.code)).map(textOf).filter(Boolean);
  if (texts.length === 0) return null;
  return <ul class="notes">{texts.map((text) => <li key={text}>{text}</li>)}</ul>;
}
