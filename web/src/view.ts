// SPDX-License-Identifier: AGPL-3.0-or-later
//
// view — what is looked at: all of it stands in the address, so that a link shows the same
// page and Back undoes the last step.
import { signal } from '@preact/signals';
import type { By, Per } from './api.ts';

export interface Filter {
  key: string;
  value: string | null; // null: no value
}

/** Whose signals are open: of a tile, of a period of the trend, of a segment. */
export interface Opened {
  of: 'tile' | 'trend' | 'segment';
  measure: string;
  by: By;
}

export interface View {
  per: Per | 'all';
  isPerChosen: boolean; // otherwise the server's proposal counts
  at: string | null; // a period; null: the newest whole one
  versus: 'previous' | 'year';
  measure: string | null; // of trend and segments; null: the first
  by: string | null; // dimension of the segments; null: the first
  filters: Filter[];
  isTable: boolean; // the trend as a table
  more: number; // times that further measures were asked for
  opened: Opened | null;
  isOnlyWords: boolean;
  language: string | null;
}

const PERS = ['all', 'week', 'month', 'quarter', 'year'] as const;
const PERIOD = /^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2])|-W(0[1-9]|[1-4]\d|5[0-3]))?$/;

function filterOf(text: string): Filter {
  const cut = text.indexOf(':');
  return cut < 0 ? { key: text, value: null }
    : { key: text.slice(0, cut), value: text.slice(cut + 1) };
}

const isBy = (value: unknown): value is By =>
  typeof value === 'object' && value !== null && !Array.isArray(value) &&
  Object.values(value).every((v) => v === null || typeof v === 'string');

function openedOf(text: string | null): Opened | null {
  const found = /^(tile|trend|segment)~([^~]+)~(.*)$/s.exec(text ?? '');
  if (!found) return null;
  try {
    const by: unknown = JSON.parse(found[3] ?? '');
    return isBy(by) ? { of: found[1] as Opened['of'], measure: found[2] ?? '', by } : null;
  } catch {
    return null;
  }
}

export function viewOfSearch(search: string): View {
  const p = new URLSearchParams(search);
  const per = PERS.find((known) => known === p.get('per'));
  const at = p.get('at');
  return {
    per: per ?? 'month',
    isPerChosen: per !== undefined,
    at: at !== null && PERIOD.test(at) ? at : null,
    versus: p.get('vs') === 'year' ? 'year' : 'previous',
    measure: p.get('measure'),
    by: p.get('by'),
    filters: p.getAll('is').map(filterOf),
    isTable: p.has('table'),
    more: Math.min(Math.max(Math.trunc(Number(p.get('more') ?? 0)) || 0, 0), 1000),
    opened: openedOf(p.get('signals')),
    isOnlyWords: p.has('words'),
    language: p.get('lang'),
  };
}

/** What is as proposed is left out. */
export function searchOfView(view: View): string {
  const p = new URLSearchParams();
  if (view.isPerChosen) p.set('per', view.per);
  if (view.at) p.set('at', view.at);
  if (view.versus !== 'previous') p.set('vs', view.versus);
  if (view.measure) p.set('measure', view.measure);
  if (view.by) p.set('by', view.by);
  for (const { key, value } of view.filters) p.append('is', value === null ? key : `${key}:${value}`);
  if (view.isTable) p.set('table', '');
  if (view.more > 0) p.set('more', String(view.more));
  if (view.opened)
    p.set('signals', `${view.opened.of}~${view.opened.measure}~${JSON.stringify(view.opened.by)}`);
  if (view.opened && view.isOnlyWords) p.set('words', '');
  if (view.language) p.set('lang', view.language);
  const text = p.toString().replace(/=(?=&|$)/g, '');
  return text ? `?${text}` : '';
}

export const view = signal<View>(viewOfSearch(typeof location === 'undefined' ? '' : location.search));

export const addressOf = (changes: Partial<View>): string =>
  `/${searchOfView({ ...view.value, ...changes })}`;

/** A step that Back undoes; with isQuiet, one that it does not. */
export function go(changes: Partial<View>, isQuiet = false): void {
  const address = addressOf(changes);
  if (isQuiet) history.replaceState(history.state, '', address);
  else history.pushState({ steps: stepsHere() + 1 }, '', address);
  view.value = viewOfSearch(location.search);
}

const stepsHere = (): number => (history.state as { steps?: number } | null)?.steps ?? 0;

/** Closes what is open: by Back where it was opened here, so that Back does not open it again. */
export function closeOpened(): void {
  if (!view.value.opened) return;
  const state = history.state as { opened?: boolean } | null;
  if (state?.opened) history.back();
  else go({ opened: null, isOnlyWords: false }, true);
}

export function open(opened: Opened): void {
  go({ opened, isOnlyWords: false });
  history.replaceState({ ...(history.state as object), opened: true }, '', location.href);
}

export function followHistory(): void {
  addEventListener('popstate', () => {
    view.value = viewOfSearch(location.search);
  });
}
