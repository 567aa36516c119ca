// SPDX-License-Identifier: AGPL-3.0-or-later
//
// question — the questions that the page asks, in the language of `attune query`.
//
// Knows how clauses are written.  Names come from the server ready to stand in a question.
import type { Dimension, Measure, Overview, Per, Source } from './api.ts';
import { dayIn, lastStepOf, periodOfDay, perOfPeriod, periodShift } from './format.ts';
import type { Filter, View } from './view.ts';

/** How many periods a trend goes back. */
const BACK: Record<Per, number> = { week: 52, month: 24, quarter: 16, year: 20 };

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** The dimension of a name in the address; unknown ones are left out of questions. */
const dimensionOf = (overview: Overview, key: string): Dimension | undefined =>
  overview.dimensions.find((d) => d.key === key);

function conditionOf(overview: Overview, filters: readonly Filter[]): string {
  const parts = filters.flatMap(({ key, value }) => {
    const dimension = dimensionOf(overview, key);
    if (!dimension) return [];
    return [value === null ? `${dimension.ask} is missing` : `${dimension.ask} = ${quoted(value)}`];
  });
  return parts.length > 0 ? ` where ${parts.join(' and ')}` : '';
}

/** The one source that is looked at, where it is one. */
export function sourceOf(overview: Overview, filters: readonly Filter[]): Source | null {
  const only = filters.filter(({ key }) => key === 'source');
  return (only.length === 1 && overview.sources.find(({ key }) => key === only[0]?.value)) || null;
}

/** What is proposed for a first look: of a source without times, every answer. */
export function perOf(overview: Overview, filters: readonly Filter[]): View['per'] {
  const source = sourceOf(overview, filters);
  return source && source.last === null ? 'all' : overview.per;
}

/** The newest whole period, or the last one in which the source that is looked at says anything. */
function newestOf(overview: Overview, view: View, per: Per): string | null {
  const known = overview.periods[per];
  const last = sourceOf(overview, view.filters)?.last;
  if (!known || !last) return known?.last ?? null;
  const own = periodOfDay(dayIn(overview.organisation.zone, last), per);
  return own < known.last && own >= known.first ? own : known.last;
}

/** The period that the page is about, as a code; null: every answer. */
export function periodOf(overview: Overview, view: View): string | null {
  if (view.per === 'all') return null;
  if (view.at && perOfPeriod(view.at) === view.per) return view.at;
  return newestOf(overview, view, view.per);
}

/** Scores that the source that is looked at can have. */
export function measuresOf(overview: Overview, view: View): Measure[] {
  const source = sourceOf(overview, view.filters);
  const own = overview.measures.filter((m) => !source || !m.source || m.source === source.key);
  return own.length > 0 ? own : overview.measures;
}

export function tileQuestion(overview: Overview, measure: Measure, view: View): string {
  const where = conditionOf(overview, view.filters);
  const period = periodOf(overview, view);
  if (view.per === 'all' || !period) return `${measure.ask}${where}`;
  // The range holds what is compared with; the page shows the last row.
  const isYearBefore = view.versus === 'year' && view.per !== 'year';
  const back = !isYearBefore ? 1 : view.per === 'month' ? 12 : view.per === 'quarter' ? 4 : 53;
  return `${measure.ask} by ${view.per}${where} between ${periodShift(period, -back)} and ` +
    `${period} compare ${isYearBefore ? 'year' : 'previous'}`;
}

/** Steps of a trend: months, unless weeks or years are looked at. */
export const stepOf = (per: View['per']): Per =>
  per === 'week' || per === 'year' ? per : 'month';

export function trendQuestion(overview: Overview, measure: Measure, view: View): string | null {
  const step = stepOf(view.per);
  const known = overview.periods[step];
  if (!known) return null;
  const period = periodOf(overview, view);
  let end = known.last;
  // A period further back than the trend reaches is its end.
  if (period && lastStepOf(period, step) < periodShift(end, 1 - BACK[step]))
    end = lastStepOf(period, step);
  const start = periodShift(end, 1 - BACK[step]);
  return `${measure.ask} by ${step}${conditionOf(overview, view.filters)} ` +
    `between ${start < known.first ? known.first : start} and ${end}`;
}

export function segmentQuestion(overview: Overview, measure: Measure, dimension: Dimension,
                                view: View): string {
  const period = periodOf(overview, view);
  return `${measure.ask} by ${dimension.ask}${conditionOf(overview, view.filters)}` +
    `${period ? ` in ${period}` : ''} compare rest`;
}

/** Where things happened says more than how they came in. */
const RANK: Record<string, number> = { touchpoint: 0, channel: 1, unit: 2, relationship: 4, source: 5,
  language: 6, kind: 7 };
const rankOf = ({ key }: Dimension): number => RANK[key] ?? 3;

/** Dimensions that say something about a measure: everybody's, and its own source's. */
export const dimensionsFor = (overview: Overview, measure: Measure): Dimension[] =>
  overview.dimensions.filter((d) => d.source === null || d.source === measure.source ||
    measure.source === null).toSorted((a, b) => rankOf(a) - rankOf(b));
