// SPDX-License-Identifier: AGPL-3.0-or-later
//
// api — everything that this interface asks of the server, and the shapes of its answers.
//
// The only file that calls fetch().  Knows addresses, the header against cross-site posts,
// and problem documents; knows nothing of the page.  Every number comes from the server.
// What only the pages of imports ask stands with them (listen/import_api.ts).
import type { Meaning } from './meaning.ts';

export type Status =
  | 'ok'
  | 'low_base'
  | 'too_few'
  | 'no_data'
  | 'degenerate'
  | 'suppressed'
  | 'not_converged';
export type Verdict = 'up' | 'down' | 'up_small' | 'down_small' | 'same' | 'cannot_tell';
export type By = Record<string, string | null>;

export interface Compare {
  with: string;
  value: number | null;
  n: number;
  diff: number | null;
  lo: number | null;
  hi: number | null;
  p: number | null;
  q: number | null;
  verdict: Verdict;
  more_n: number | null;
  by_date: string | null;
}

export interface Limits {
  centre: number;
  lo: number;
  hi: number;
  out: boolean;
  run: boolean;
}

export interface Row {
  by: By;
  choice?: string; // of a question of choice
  value: number | null;
  lo: number | null;
  hi: number | null;
  n: number | null;
  n_eff: number | null;
  status: Status;
  method: string | null;
  compare?: Compare;
  limits?: Limits | null;
}

export interface Note {
  code: string;
  [key: string]: unknown;
}

export interface Answer {
  measure: string;
  scale: [number, number] | null;
  notes: Note[];
  rows: Row[];
}

export type Per = 'week' | 'month' | 'quarter' | 'year';

/** What the value of a measure is counted in. */
export type Unit = 'points' | 'percent' | 'scale' | 'number';

export interface Measure extends Omit<Meaning, 'currency'> {
  key: string;
  measure: string;
  ask: string;
  label: string | null;
  source: string | null;
  sources: string[]; // that have answers to it
  n: number;
  unit: Unit;
  range: [number, number];
  currency: string | null; // of amounts
  higher_is_better: boolean | null;
}

export interface Dimension {
  key: string;
  ask: string;
  label: string | null;
  source: string | null;
  sources: string[]; // that have something of it
}

export interface Source {
  key: string;
  name: string;
  n: number;
  has_weights: boolean;
  first: string | null; // null: nobody said when
  last: string | null;
  periods: Periods;
  per: Per | 'all';
}

/** Whole periods that hold signals: the oldest, the newest, and the newest with as many as a
 * score needs; null where there is none. */
export type Periods = Record<Per, { first: string; last: string; enough: string | null } | null>;

export interface Overview {
  organisation: { zone: string };
  now: string;
  is_sample: boolean;
  signals: { n: number; first: string | null; last: string | null };
  sources: Source[];
  measures: Measure[];
  dimensions: Dimension[];
  periods: Periods;
  /** The period proposed for a first look; all: every answer, times or not. */
  per: Per | 'all';
}

export interface Words {
  field: string;
  label: string | null;
  text: string;
}

/** What an answer counted as, which is also how it is coloured. */
export type CountedAs = 'low' | 'mid' | 'high';

export interface Signal {
  id: string;
  at: string;
  at_assumed?: boolean;
  source: string;
  channel?: string | null;
  touchpoint?: string | null;
  unit?: string | null;
  language?: string | null;
  answers: Record<string, string | number | null>;
  value?: number | string | null;
  counted_as?: CountedAs | null;
  words?: Words[];
}

export interface Signals {
  n: number;
  n_words?: number;
  signals: Signal[];
  next: string | null;
}

export interface Me {
  name: string;
  role?: string | null;
  csrf?: string | null;
}

/** A problem document (RFC 9457), or what comes nearest to one. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly requestId: string | null,
    readonly at: string | null = null, // the member or the line that it is about
  ) {
    super(detail || code);
  }

  isSignedOut(): boolean {
    return this.status === 401;
  }
}

let csrf: string | null = null;
let asking: Promise<unknown> | null = null; // who is signed in

/** What a request that changes something carries, so that no other site can make it; who is
 * quicker than the answer that holds it waits for that. */
export async function provenance(): Promise<Record<string, string>> {
  if (csrf === null) await (asking ?? loadMe()).catch(() => undefined);
  return csrf ? { 'X-Attune-CSRF': csrf } : {};
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export async function problemOf(response: Response): Promise<Problem> {
  let body: Record<string, unknown> = {};
  try {
    body = (await response.json()) as Record<string, unknown>;
  } catch {
    // What is no JSON came from something between us and the server.
  }
  const id = text(body['request']) || response.headers.get('X-Request-Id') || null;
  return new Problem(response.status, text(body['code']) || 'UNKNOWN',
    text(body['detail']), id, text(body['at']) || null);
}

interface Sent {
  body?: string | Blob;
  type?: string; // of the body; JSON without it
  signal?: AbortSignal;
}

export async function call<T>(method: string, address: string, { body, type, signal }: Sent = {}): Promise<T> {
  const headers: Record<string, string> = {
    Accept: 'application/json', ...(method === 'GET' ? {} : await provenance()),
  };
  if (body !== undefined) headers['Content-Type'] = type ?? 'application/json';
  let response: Response;
  try {
    response = await fetch(address, {
      method, headers, credentials: 'same-origin', ...(body !== undefined ? { body } : {}),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new Problem(0, 'OFFLINE', '', null);
  }
  if (!response.ok) throw await problemOf(response);
  return (response.status === 204 ? null : await response.json()) as T;
}

export const addressOfQuery = (question: string): string =>
  `/api/v1/query?${new URLSearchParams({ q: question }).toString()}`;

export function addressOfSignals(question: string, by: By, options: {
  limit: number; cursor?: string | null; onlyWords?: boolean;
}): string {
  const parameters = new URLSearchParams({
    q: question, by: JSON.stringify(by), limit: String(options.limit),
  });
  if (options.onlyWords) parameters.set('words', 'only');
  if (options.cursor) parameters.set('cursor', options.cursor);
  return `/api/v1/signals?${parameters.toString()}`;
}

export const ADDRESS_OF_OVERVIEW = '/api/v1/overview';
export const ADDRESS_OF_SIGN_IN = '/sign-in';

export const get = <T>(address: string, signal?: AbortSignal): Promise<T> =>
  call<T>('GET', address, signal ? { signal } : {});

export function loadMe(): Promise<Me> {
  const made = get<Me>('/api/v1/me').then((me) => {
    csrf = me.csrf ?? null;
    return me;
  });
  asking = made;
  return made;
}

export const signOut = (): Promise<unknown> => call('POST', '/sign-out');

export const removeSample = (): Promise<unknown> => call('DELETE', '/api/v1/sample');

/* ---- sources ---- */

export const HOW_REACHED = ['everybody', 'random', 'open', 'unknown'] as const;
export type HowReached = (typeof HOW_REACHED)[number];

/** Where signals come from, and who was asked.  Null: nobody has said. */
export interface SourceReach {
  key: string;
  name: string;
  reached: HowReached;
  invited: number | null;
  population: number | null;
  from: string | null; // days
  to: string | null;
  wave_of: string | null; // the source that asked the same before it
  signals: number;
  response_rate: number | null; // of a hundred who were invited
}

export const ADDRESS_OF_SOURCES = '/api/v1/sources';

/** A number that is none goes as it was written: the server says what is wrong with it. */
export type SourceChange = Partial<Record<'name' | 'reached' | 'invited' | 'population' | 'from' | 'to',
  string | number | null>>;

export const changeSource = (key: string, change: SourceChange): Promise<SourceReach> =>
  call('PATCH', `${ADDRESS_OF_SOURCES}/${encodeURIComponent(key)}`, { body: JSON.stringify(change) });
