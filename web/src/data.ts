// SPDX-License-Identifier: AGPL-3.0-or-later
//
// data — answers of the server, each asked once and kept while it is looked at.
//
// An address is loading, here, or failed.  While a new one loads, the old one's answer stays
// on the page, marked as old.
import { useSignal, signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { get, Problem } from './api.ts';

export interface Loaded<T> {
  data: T | null;
  problem: Problem | null;
  isLoading: boolean;
  isOld: boolean; // data is of the address before
}

interface Entry {
  promise: Promise<unknown>;
  value?: unknown;
}

const KEPT = 200;
const entries = new Map<string, Entry>();

/** Counts up where everything is to be asked anew. */
export const generation = signal(0);
export const isSignedOut = signal(false);
/** Something on the page is what the server said before; it could not be asked again. */
export const isStale = signal(false);

export function forget(): void {
  entries.clear();
  isStale.value = false;
  generation.value += 1;
}

function ask(address: string): Entry {
  let entry = entries.get(address);
  if (entry) return entry;
  const made: Entry = { promise: Promise.resolve() };
  entry = made;
  made.promise = get(address).then((value) => (made.value = value), (problem: unknown) => {
    entries.delete(address);
    throw problem;
  });
  made.promise.catch(() => undefined);
  entries.set(address, made);
  const oldest = entries.keys().next();
  if (entries.size > KEPT && !oldest.done) entries.delete(oldest.value);
  return made;
}

export const problemOf = (cause: unknown): Problem =>
  cause instanceof Problem ? cause : new Problem(0, 'UNKNOWN', String(cause), null);

const NOTHING: Loaded<never> = { data: null, problem: null, isLoading: false, isOld: false };

/** The answer of an address; null: nothing is asked. */
export function useLoaded<T>(address: string | null): Loaded<T> {
  const here = useSignal(0);
  const shown = useRef<Loaded<T>>(NOTHING);
  const asked = useRef('');
  const answered = useRef<string | null>(null); // the address that the data is of
  const now = generation.value;
  const key = address === null ? '' : `${now} ${address}`;
  const tick = here.value; // drawn again when an answer came
  void tick;

  if (asked.current !== key) {
    asked.current = key;
    const entry = address === null ? null : ask(address);
    if (!entry) shown.current = NOTHING;
    else if ('value' in entry) {
      shown.current = { data: entry.value as T, problem: null, isLoading: false, isOld: false };
      answered.current = address;
    }
    else
      shown.current = { data: shown.current.data, problem: null, isLoading: true,
        isOld: shown.current.data !== null };
  }

  useEffect(() => {
    if (address === null || !shown.current.isLoading) return;
    let isWanted = true;
    ask(address).promise.then((value) => {
      if (!isWanted) return;
      shown.current = { data: value as T, problem: null, isLoading: false, isOld: false };
      answered.current = address;
      here.value += 1;
    }, (cause: unknown) => {
      if (!isWanted) return;
      const problem = problemOf(cause);
      if (problem.isSignedOut()) isSignedOut.value = true;
      // What was known of this very question stays; of another one it would mislead.
      const known = answered.current === address ? shown.current.data : null;
      if (known !== null) isStale.value = true;
      shown.current = { data: known, problem, isLoading: false, isOld: known !== null };
      here.value += 1;
    });
    return () => {
      isWanted = false;
    };
  }, [key]);

  return shown.current;
}

/** True once something has been waited for longer than a glance. */
export function useIsSlow(isLoading: boolean): boolean {
  const isSlow = useSignal(false);
  useEffect(() => {
    if (!isLoading) {
      isSlow.value = false;
      return;
    }
    const timer = setTimeout(() => (isSlow.value = true), 200);
    return () => clearTimeout(timer);
  }, [isLoading]);
  return isSlow.value && isLoading;
}

