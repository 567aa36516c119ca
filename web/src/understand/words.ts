// SPDX-License-Identifier: AGPL-3.0-or-later
//
// words — what numbers, verdicts and statuses are called.
import type { Compare, Dimension, Measure, Overview, Row, Verdict } from '../api.ts';
import * as format from '../format.ts';
import { t, tOr, type Key } from '../i18n.ts';
import { meaningText } from '../meaning.ts';
import { sourceOf } from '../question.ts';
import { view } from '../view.ts';

export type Tone = 'low' | 'high' | null;

/** The fields that all sources share and that have names of their own. */
const isShared = (measure: Measure): boolean =>
  measure.source === null && ['recommend', 'satisfaction', 'effort'].includes(measure.key);

/** Which measure: "Net Promoter Score", or for a plain mean the question itself. */
export function measureTitle(measure: Measure): string {
  if (isShared(measure)) return tOr(`measure.${measure.measure}`, measure.key);
  return measure.label || measure.key;
}

/** A score of several sources is one of different questions and people: that is said. */
function together(name: string, { sources }: Measure): string {
  const isOne = sources.length < 2 || view.value.filters.some(({ key }) => key === 'source');
  return isOne ? name
    : t('measure.of_sources', { name, n: format.count(sources.length) }, sources.length);
}

/** What is computed of which field; the source is not said again where only one is shown. */
export function measureAbout(measure: Measure, overview: Overview): string {
  if (isShared(measure)) return together(tOr(`field.${measure.key}`, measure.label || measure.key), measure);
  const [lo, hi] = measure.range;
  const kind = tOr(`about.${measure.measure}`, measure.measure);
  const ends = { lo: format.tick(lo), hi: format.tick(hi) };
  const range = measure.unit === 'scale' ? t('measure.on_scale', { name: kind, ...ends })
    : measure.unit !== 'number' ? kind
      : measure.currency ? t('measure.of_amounts', { name: kind, currency: measure.currency, ...ends })
        : t('measure.of_numbers', { name: kind, ...ends });
  const meaning = meaningText({ measures: measure.measures ?? null, measures_of: measure.measures_of ?? null,
    expected_from: measure.expected_from ?? null, better: measure.higher_is_better === false ? 'low' : 'high' });
  const name = meaning ? `${range} · ${meaning}` : range;
  const isSaid = measure.source === null || sourceOf(overview, view.value.filters) !== null;
  return isSaid ? name : t('measure.of_source', { name, source: sourceName(overview, measure.source ?? '') });
}

export const dimensionTitle = (dimension: Dimension): string =>
  dimension.label || tOr(`dimension.${dimension.key}`, dimension.key);

/** Sources are called by their names, not by the keys that stand in questions. */
export const sourceName = (overview: Overview, key: string): string =>
  overview.sources.find((source) => source.key === key)?.name ?? key;

export function groupName(value: string | null | undefined, dimension: string | undefined,
                          overview: Overview): string {
  if (value === null || value === undefined || value === '') return t('group.missing');
  return dimension === 'source' ? sourceName(overview, value) : value;
}

export const periodName = (code: string, isLong = false): string =>
  format.period(code, (day) => t('period.week_of', { day }), isLong);

/** Within a sentence: "in the week of 9 Nov 2026". */
export const periodWithin = (code: string): string =>
  format.period(code, (day) => t('period.the_week_of', { day }), true);

/** Better is petrol, worse is vermilion; where nobody said which is which, neither. */
export function toneOfDirection(isUp: boolean, measure: Measure): Tone {
  if (measure.higher_is_better === null) return null;
  return isUp === measure.higher_is_better ? 'high' : 'low';
}

export function toneOfVerdict(verdict: Verdict | undefined, measure: Measure): Tone {
  if (verdict === 'up') return toneOfDirection(true, measure);
  if (verdict === 'down') return toneOfDirection(false, measure);
  return null;
}

export function toneOfLimits(row: Row, measure: Measure): Tone {
  if (!row.limits || row.value === null || !(row.limits.out || row.limits.run)) return null;
  return toneOfDirection(row.value > row.limits.centre, measure);
}

/** With its unit: "4.7 points". */
export function sizeWithUnit(x: number, measure: Measure): string {
  const text = format.size(x, measure.unit);
  return measure.unit === 'scale' || measure.unit === 'number' ? text : t('unit.points', { n: text }, Math.abs(x));
}

export const isHidden = (row: Row): boolean =>
  row.value === null || row.status === 'too_few' || row.status === 'suppressed' ||
  row.status === 'no_data' || row.status === 'not_converged';

/** "3.5", "86.1%"; for a value that may not be shown, why. */
export function valueText(row: Row, measure: Measure): string {
  if (isHidden(row) || row.value === null) return statusText(row);
  const text = format.value(row.value, measure.unit);
  return measure.unit === 'percent' ? t('unit.percent', { n: text }) : text;
}

export function statusText(row: Row): string {
  return tOr(`status.${row.status}`, row.status);
}

export function intervalText(row: Row, measure: Measure): string | null {
  if (isHidden(row) || row.lo === null || row.hi === null) return null;
  return t('number.interval', {
    lo: format.value(row.lo, measure.unit), hi: format.value(row.hi, measure.unit),
  });
}

export const answersText = (n: number): string =>
  t('number.answers', { n: format.count(n) }, n);

export interface VerdictWords {
  text: string;
  tone: Tone;
  arrow: 'up' | 'down' | null;
  more: string | null; // what it would take to tell
}

export function verdictWords(compare: Compare, measure: Measure, isAgainstRest: boolean,
                             overview: Overview): VerdictWords {
  const { verdict, diff } = compare;
  const isUp = verdict === 'up' || verdict === 'up_small';
  const isMoved = isUp || verdict === 'down' || verdict === 'down_small';
  const size = diff === null ? '' : sizeWithUnit(diff, measure);
  if (isMoved) {
    const isSmall = verdict.endsWith('_small');
    const key: Key = isAgainstRest
      ? isUp ? 'verdict.higher' : 'verdict.lower'
      : isUp ? 'verdict.up' : 'verdict.down';
    return {
      text: isSmall ? t('verdict.small', { change: t(key, { size }) }) : t(key, { size }),
      tone: toneOfVerdict(verdict, measure),
      arrow: isUp ? 'up' : 'down',
      more: null,
    };
  }
  if (verdict === 'same') {
    return {
      text: isAgainstRest ? t('verdict.same_rest') : t('verdict.same'), tone: null, arrow: null,
      more: null,
    };
  }
  if (compare.n === 0)
    return { text: t('verdict.nothing_before'), tone: null, arrow: null, more: null };
  return { text: t('verdict.cannot_tell'), tone: null, arrow: null, more: moreText(compare, overview) };
}

function moreText(compare: Compare, overview: Overview): string | null {
  if (compare.more_n === null || compare.more_n <= 0) return null;
  const n = format.count(compare.more_n);
  const today = overview.now.slice(0, 10);
  // A day further off is of no use to anybody, and says that hardly anybody answers any more.
  const soon = `${Number(today.slice(0, 4)) + 3}${today.slice(4)}`;
  return compare.by_date && compare.by_date > today && compare.by_date < soon
    ? t('verdict.more_by', { n, day: format.day(`${compare.by_date}T12:00:00Z`,
        overview.organisation.zone) }, compare.more_n)
    : t('verdict.more', { n }, compare.more_n);
}
