// SPDX-License-Identifier: AGPL-3.0-or-later
//
// plan — what a file would be taken for, while people change it: every change is one of the map's
// text, and the server says what that makes of the file.
//
// Changes that come quickly are asked about once.  A text that the server does not take stays
// as it was written, with what is wrong with it.
import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Problem } from '../api.ts';
import { isSignedOut, problemOf } from '../data.ts';
import { isPlanned, setMap, type PlanColumn, type Planned } from './import_api.ts';
import { saidAt, type MapColumn } from './map_text.ts';

const PAUSE_MS = 350;

export interface Plan {
  planned: Planned; // as the server said last
  columns: readonly MapColumn[];
  text: string; // of the map, as it is written
  isAsking: boolean; // planned is of the text before
  problem: Problem | null; // of the text as it is
  wrong: { column: MapColumn | null; entry: string } | null; // where it is
  change: (text: string) => void;
  adopt: (planned: Planned) => void; // what the server made of it by another way
}

export function columnsOf(columns: readonly PlanColumn[]): MapColumn[] {
  const names = new Map<string, number>();
  const called = (name: string) => name.trim().toLowerCase();
  for (const { column } of columns) names.set(called(column), (names.get(called(column)) ?? 0) + 1);
  return columns.map(({ column }, i) => ({
    name: column, place: i + 1, isShared: (names.get(called(column)) ?? 0) > 1,
  }));
}

const lineOf = (problem: Problem): number => Number(/^line (\d+)$/.exec(problem.at ?? '')?.[1] ?? 0);

export function usePlan(id: number, first: Planned): Plan {
  const planned = useSignal(first);
  const text = useSignal(first.map);
  const problem = useSignal<Problem | null>(null);
  const isAsking = useSignal(false);
  const asked = useRef<{ timer: number; stop: AbortController }>({ timer: 0, stop: new AbortController() });
  const columns = useMemo(() => columnsOf(planned.value.columns), [planned.value]);
  useEffect(() => () => {
    clearTimeout(asked.current.timer);
    asked.current.stop.abort();
  }, []);

  const ask = () => {
    const { stop } = asked.current;
    setMap(id, text.value, stop.signal).then((found) => {
      if (stop.signal.aborted) return;
      if (isPlanned(found.report)) planned.value = found.report;
      problem.value = null;
      isAsking.value = false;
    }, (cause: unknown) => {
      if (stop.signal.aborted) return;
      problem.value = problemOf(cause);
      isAsking.value = false;
      if (problem.value.isSignedOut()) isSignedOut.value = true;
    });
  };
  const change = (to: string) => {
    if (to === text.value && !problem.value) return;
    asked.current.stop.abort();
    clearTimeout(asked.current.timer);
    text.value = to;
    isAsking.value = true;
    asked.current = { timer: setTimeout(ask, PAUSE_MS) as unknown as number, stop: new AbortController() };
  };
  const adopt = (found: Planned) => {
    planned.value = found;
    text.value = found.map;
    problem.value = null;
  };
  const line = problem.value ? lineOf(problem.value) : 0;
  return {
    planned: planned.value, columns, text: text.value, isAsking: isAsking.value, problem: problem.value,
    wrong: line > 0 ? saidAt(text.value, line, columns) : null, change, adopt,
  };
}
