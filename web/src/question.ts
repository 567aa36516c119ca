// SPDX-License-Identifier: AGPL-3.0-or-later
//
// question — the questions that the page asks, in the language of `attune query`.
//
// Knows how clauses are written.  Names come from the server ready to stand in a question.
import type { Dimension, Measure, Overview, Per, Periods, Source } from './api.ts';
import { lastStepOf, perOfPeriod, periodShift } from './format.ts';
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

/** Whether something that is looked at has weights. */
export const hasWeights = (overview: Overview, filters: readonly Filter[]): boolean => {
  const source = sourceOf(overview, filters);
  return source ? source.has_weights : overview.sources.some((s) => s.has_weights);
};

const weightedOf = (overview: Overview, view: View): string =>
  view.isWeighted && hasWeights(overview, view.filters) ? ' weighted' : '';

/** What is proposed for a first look. */
export const perOf = (overview: Overview, filters: readonly Filter[]): View['per'] =>
  (sourceOf(overview, filters) ?? overview).per;

/** The periods of the one source that is looked at, or of all. */
export const periodsOf = (overview: Overview, view: View): Periods =>
  (sourceOf(overview, view.filters) ?? overview).periods;

/** The newest whole period that has enough answers to say something; else the newest. */
export function newestOf(overview: Overview, view: View, per: Per): string | null {
  const known = periodsOf(overview, view)[per];
  return known && (known.enough ?? known.last);
}

/** The period that the page is about, as a code; null: every answer. */
export function periodOf(overview: Overview, view: View): string | null {
  if (view.per === 'all') return null;
  if (view.at && perOfPeriod(view.at) === view.per) return view.at;
  return newestOf(overview, view, view.per);
}

/** Scores that the source that is looked at has answers to. */
export function measuresOf(overview: Overview, view: View): Measure[] {
  const source = sourceOf(overview, view.filters);
  return source ? overview.measures.filter((m) => m.sources.includes(source.key)) : overview.measures;
}

export function tileQuestion(overview: Overview, measure: Measure, view: View): string {
  const where = conditionOf(overview, view.filters);
  const ask = measure.ask + weightedOf(overview, view);
  const period = periodOf(overview, view);
  if (view.per === 'all' || !period) return `${ask}${where}`;
  // The range holds what is compared with; the page shows the last row.
  const isYearBefore = view.versus === 'year' && view.per !== 'year';
  const back = !isYearBefore ? 1 : view.per === 'month' ? 12 : view.per === 'quarter' ? 4 : 53;
  return `${ask} by ${view.per}${where} between ${periodShift(period, -back)} and ` +
    `${period} compare ${isYearBefore ? 'year' : 'previous'}`;
}

/** Steps of a trend: months, unless weeks or years are looked at. */
export const stepOf = (per: View['per']): Per =>
  per === 'week' || per === 'year' ? per : 'month';

export function trendQuestion(overview: Overview, measure: Measure, view: View): string | null {
  const step = stepOf(view.per);
  const known = periodsOf(overview, view)[step];
  if (!known) return null;
  const period = periodOf(overview, view);
  let end = known.last;
  // A period further back than the trend reaches is its end.
  if (period && lastStepOf(period, step) < periodShift(end, 1 - BACK[step]))
    end = lastStepOf(period, step);
  const start = periodShift(end, 1 - BACK[step]);
  return `${measure.ask}${weightedOf(overview, view)} by ${step}${conditionOf(overview, view.filters)} ` +
    `between ${start < known.first ? known.first : start} and ${end}`;
}

export function segmentQuestion(overview: Overview, measure: Measure, dimension: Dimension,
                                view: View): string {
  const period = periodOf(overview, view);
  return `${measure.ask}${weightedOf(overview, view)} by ${dimension.ask}${conditionOf(overview, view.filters)}` +
    `${period ? ` in ${period}` : ''} compare rest`;
}

/** Where things happened says more than how they came in. */
const RANK: Record<string, number> = { touchpoint: 0, channel: 1, unit: 2, relationship: 4, source: 5,
  language: 6, kind: 7 };
const rankOf = ({ key }: Dimension): number => RANK[key] ?? 3;

/** Dimensions that say something about a measure: those of the source that is looked at, or of any
 * that has answers to it. */
export function dimensionsFor(overview: Overview, measure: Measure, view: View): Dimension[] {
  const source = sourceOf(overview, view.filters);
  const asked = source ? [source.key] : measure.sources;
  return overview.dimensions
    .filter((d) => d.sources.some((key) => asked.includes(key)) && !(source && d.key === 'source'))
    .toSorted((a, b) => rankOf(a) - rankOf(b));
}

/** Questions of choice of the source that is looked at, or of all. */
export function questionsOfChoice(overview: Overview, view: View): Dimension[] {
  const source = sourceOf(overview, view.filters);
  return overview.dimensions.filter((d) => d.source !== null && (!source || d.source === source.key));
}

export function choicesQuestion(overview: Overview, dimension: Dimension, view: View): string {
  const period = periodOf(overview, view);
  return `choices(${dimension.ask})${weightedOf(overview, view)}${conditionOf(overview, view.filters)}${period ? ` in ${period}` : ''}`;
}
