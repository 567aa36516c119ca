// SPDX-License-Identifier: AGPL-3.0-or-later
//
// view — which page is looked at, and what of it: all of it stands in the address, so that a
// link shows the same and Back undoes the last step.
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

export type Page = 'overview' | 'sources' | 'imports' | 'import_new' | 'import';

export interface View {
  page: Page;
  id: string; // of the import that is looked at; empty on other pages
  edit: string | null; // what is changed: a source, a column of an import
  from: number; // the first of a long list that is shown
  language: string | null;
  // Of the overview.
  per: Per | 'all';
  isPerChosen: boolean; // otherwise the server's proposal counts
  at: string | null; // a period; null: the newest whole one
  versus: 'previous' | 'year';
  measure: string | null; // of trend and segments; null: the first
  by: string | null; // dimension of the segments; null: the first
  choice: string | null; // question of choice whose answers are counted; null: the first
  filters: Filter[];
  isWeighted: boolean; // where there are weights
  isTable: boolean; // the trend as a table
  more: number; // times that further measures were asked for
  opened: Opened | null;
  isOnlyWords: boolean;
}

const PATHS = {
  overview: '/', sources: '/sources', imports: '/imports', import_new: '/imports/new',
} as const satisfies Record<Exclude<Page, 'import'>, string>;

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

const wholeOf = (text: string | null, most: number): number =>
  Math.min(Math.max(Math.trunc(Number(text ?? 0)) || 0, 0), most);

function placeOf(path: string): Pick<View, 'page' | 'id'> {
  const found = (Object.keys(PATHS) as (keyof typeof PATHS)[]).find((page) => PATHS[page] === path);
  if (found) return { page: found, id: '' };
  const id = /^\/imports\/([^/]+)$/.exec(path)?.[1];
  return id === undefined ? { page: 'overview', id: '' } : { page: 'import', id: decoded(id) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function viewOfAddress(path: string, search: string): View {
  const p = new URLSearchParams(search);
  const per = PERS.find((known) => known === p.get('per'));
  const at = p.get('at');
  return {
    ...placeOf(path),
    edit: p.get('edit'),
    from: wholeOf(p.get('from'), 1e6),
    language: p.get('lang'),
    per: per ?? 'month',
    isPerChosen: per !== undefined,
    at: at !== null && PERIOD.test(at) ? at : null,
    versus: p.get('vs') === 'year' ? 'year' : 'previous',
    measure: p.get('measure'),
    by: p.get('by'),
    choice: p.get('choice'),
    filters: p.getAll('is').map(filterOf),
    isWeighted: p.has('weighted'),
    isTable: p.has('table'),
    more: wholeOf(p.get('more'), 1000),
    opened: openedOf(p.get('signals')),
    isOnlyWords: p.has('words'),
  };
}

function addOverview(p: URLSearchParams, view: View): void {
  if (view.isPerChosen) p.set('per', view.per);
  if (view.at) p.set('at', view.at);
  if (view.versus !== 'previous') p.set('vs', view.versus);
  if (view.measure) p.set('measure', view.measure);
  if (view.by) p.set('by', view.by);
  if (view.choice) p.set('choice', view.choice);
  for (const { key, value } of view.filters) p.append('is', value === null ? key : `${key}:${value}`);
  if (view.isWeighted) p.set('weighted', '');
  if (view.isTable) p.set('table', '');
  if (view.more > 0) p.set('more', String(view.more));
  if (view.opened)
    p.set('signals', `${view.opened.of}~${view.opened.measure}~${JSON.stringify(view.opened.by)}`);
  if (view.opened && view.isOnlyWords) p.set('words', '');
}

/** What is as proposed is left out. */
export function addressOfView(view: View): string {
  const p = new URLSearchParams();
  if (view.page === 'overview') addOverview(p, view);
  if (view.edit !== null) p.set('edit', view.edit);
  if (view.from > 0) p.set('from', String(view.from));
  if (view.language) p.set('lang', view.language);
  const path = view.page === 'import' ? `/imports/${encodeURIComponent(view.id)}` : PATHS[view.page];
  const text = p.toString().replace(/=(?=&|$)/g, '');
  return text ? `${path}?${text}` : path;
}

const viewHere = (): View => typeof location === 'undefined' ? viewOfAddress('/', '')
  : viewOfAddress(location.pathname, location.search);

export const view = signal<View>(viewHere());

/** Counts the ways from page to page; who draws the page's title brings the focus to it. */
export const arrivals = signal(0);

const isElsewhere = (changes: Partial<View>): boolean =>
  (changes.page !== undefined && changes.page !== view.value.page) ||
  (changes.id !== undefined && changes.id !== view.value.id);

/** Another page is begun as it is proposed. */
export const addressOf = (changes: Partial<View>): string => addressOfView(isElsewhere(changes)
  ? { ...viewOfAddress('/', ''), language: view.value.language, ...changes }
  : { ...view.value, ...changes });

/** A step that Back undoes; with isQuiet, one that it does not. */
export function go(changes: Partial<View>, isQuiet = false): void {
  const address = addressOf(changes);
  const leaves = isElsewhere(changes);
  if (isQuiet) history.replaceState(history.state, '', address);
  else history.pushState({ steps: stepsHere() + 1 }, '', address);
  view.value = viewHere();
  if (!leaves) return;
  scrollTo(0, 0);
  arrivals.value += 1;
}

const stepsHere = (): number => (history.state as { steps?: number } | null)?.steps ?? 0;

/** Shows something over the page. */
function lay(changes: Partial<View>): void {
  go(changes);
  history.replaceState({ ...(history.state as object), opened: true }, '', location.href);
}

/** Takes it away: by Back where it was opened here, so that Back does not open it again. */
function lift(changes: Partial<View>): void {
  const state = history.state as { opened?: boolean } | null;
  if (state?.opened) history.back();
  else go(changes, true);
}

export const open = (opened: Opened): void => lay({ opened, isOnlyWords: false });

export function closeOpened(): void {
  if (view.value.opened) lift({ opened: null, isOnlyWords: false });
}

export const edit = (what: string): void => lay({ edit: what });

export function closeEdit(): void {
  if (view.value.edit !== null) lift({ edit: null });
}

export function followHistory(): void {
  addEventListener('popstate', () => {
    const { page, id } = view.value;
    view.value = viewHere();
    if (view.value.page !== page || view.value.id !== id) arrivals.value += 1;
  });
}
