// SPDX-License-Identifier: AGPL-3.0-or-later
//
// format — numbers, days and periods as the reader's language writes them.
//
// Rounds for the screen; nothing is computed here.
import type { Per, Unit } from './api.ts';
import { t, tongue } from './i18n.ts';

const DIGITS: Record<Exclude<Unit, 'number'>, number> = { points: 1, percent: 1, scale: 2 };
/** Of quantities, some have thousands and some thousandths. */
const digitsOf = (x: number, unit: Unit): number => unit !== 'number' ? DIGITS[unit]
  : Math.min(Math.max(3 - Math.floor(Math.log10(Math.abs(x) || 1)), 1), 4);

const cache = new Map<string, Intl.NumberFormat>();
function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${tongue.value.tag} ${JSON.stringify(options)}`;
  let found = cache.get(key);
  if (!found) cache.set(key, found = new Intl.NumberFormat(tongue.value.tag, options));
  return found;
}

/** −0.04 is written as 0.0, and a minus is a minus, not a hyphen. */
function tidy(text: string): string {
  return text.replace('-', '−');
}

export function count(n: number): string {
  return numberFormat({ maximumFractionDigits: 0 }).format(n);
}

export function value(x: number, unit: Unit): string {
  // Little is not nothing.
  if (unit === 'percent' && x > 0 && x < 0.05) return `<${value(0.1, unit)}`;
  const digits = digitsOf(x, unit);
  return tidy(numberFormat({
    minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: 'negative',
  }).format(x));
}

/** The size of a difference, without its sign: an arrow or a word says which way. */
export function size(x: number, unit: Unit): string {
  return value(Math.abs(x), unit);
}

/** A mark on an axis. */
export function tick(x: number): string {
  return tidy(numberFormat({ maximumFractionDigits: 2, signDisplay: 'negative' }).format(x));
}

/** An end of an axis, where no mark stands. */
export function axisEnd(x: number, unit: Unit): string {
  return tick(Number(x.toFixed(Math.max(digitsOf(x, unit) - 1, 0))));
}

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(tongue.value.tag, options);
}

export function day(iso: string, zone: string): string {
  return dateFormat({ dateStyle: 'medium', timeZone: zone }).format(new Date(iso));
}

export function time(iso: string, zone: string): string {
  return dateFormat({ timeStyle: 'short', timeZone: zone }).format(new Date(iso));
}

/** The day of an instant where a record is kept, as 2026-05-31. */
export function dayIn(zone: string, iso: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date(iso));
}

/** Where the reader is, for times that are no matter of a record's days. */
export const ZONE_HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function moment(iso: string, zone = ZONE_HERE): string {
  return dateFormat({ dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(new Date(iso));
}

/** When somebody answered; midnight is a day of which nobody said the time. */
export function dayOrMoment(iso: string, zone: string): string {
  const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: zone });
  return clock.format(new Date(iso)) === '00:00:00' ? day(iso, zone) : moment(iso, zone);
}

/** Bytes, as a person reads them. */
export function bytes(n: number): string {
  const step = n < 1024 ? 0 : n < 1024 ** 2 ? 1 : n < 1024 ** 3 ? 2 : 3;
  const text = numberFormat({ maximumFractionDigits: step === 0 ? 0 : 1 }).format(n / 1024 ** step);
  if (step === 0) return t('size.bytes', { n: text }, n);
  return t(step === 1 ? 'size.kib' : step === 2 ? 'size.mib' : 'size.gib', { n: text });
}

/** Days of a range, with what both have in common said once. */
export function dayRange(from: string, to: string, zone: string): string {
  return dateFormat({ dateStyle: 'medium', timeZone: zone })
    .formatRange(new Date(from), new Date(to));
}

export function perOfPeriod(period: string): Per {
  if (period.includes('Q')) return 'quarter';
  if (period.includes('W')) return 'week';
  return period.length === 4 ? 'year' : 'month';
}

/** 2026-Q3 → "Q3 2026", 2026-10 → "Oct 2026", 2026-W46 → "week of 9 Nov 2026", 2026 → "2026". */
export function period(code: string, weekOf: (day: string) => string, isLong = false): string {
  const year = Number(code.slice(0, 4));
  switch (perOfPeriod(code)) {
    case 'year':
      return dateFormat({ year: 'numeric', timeZone: 'UTC' }).format(Date.UTC(year, 0, 1));
    case 'quarter':
      return `${code.slice(5)} ${dateFormat({ year: 'numeric', timeZone: 'UTC' })
        .format(Date.UTC(year, 0, 1))}`;
    case 'month':
      return dateFormat({ month: isLong ? 'long' : 'short', year: 'numeric', timeZone: 'UTC' })
        .format(Date.UTC(year, Number(code.slice(5)) - 1, 1));
    case 'week':
      return weekOf(dateFormat({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
        .format(mondayOfWeek(code)));
  }
}

/** For the marks of a time axis, where the year is said once. */
export function periodMark(code: string, isFirst: boolean): string {
  const year = Number(code.slice(0, 4));
  const per = perOfPeriod(code);
  const utc = { timeZone: 'UTC' } as const;
  if (per === 'year') return dateFormat({ year: 'numeric', ...utc }).format(Date.UTC(year, 0, 1));
  if (per === 'quarter') return code.slice(5);
  const start = per === 'week' ? mondayOfWeek(code) : Date.UTC(year, Number(code.slice(5)) - 1, 1);
  const january = new Date(start).getUTCMonth() === 0;
  if (per === 'week') return dateFormat({ day: 'numeric', month: 'short', ...utc }).format(start);
  return dateFormat(isFirst || january ? { month: 'short', year: '2-digit', ...utc }
    : { month: 'short', ...utc }).format(start);
}

const DAY_MS = 86_400_000;

/** The Monday on which an ISO week begins, as milliseconds of UTC. */
export function mondayOfWeek(code: string): number {
  const year = Number(code.slice(0, 4));
  const week = Number(code.slice(6));
  const fourth = Date.UTC(year, 0, 4); // always in week 1
  const weekday = (new Date(fourth).getUTCDay() + 6) % 7;
  return fourth - weekday * DAY_MS + (week - 1) * 7 * DAY_MS;
}

function weekOfMonday(monday: number): string {
  const thursday = new Date(monday + 3 * DAY_MS);
  const year = thursday.getUTCFullYear();
  const first = mondayOfWeek(`${year}-W01`);
  return `${year}-W${String(Math.round((monday - first) / (7 * DAY_MS)) + 1).padStart(2, '0')}`;
}

/** The period so many steps later; earlier where steps is negative. */
export function periodShift(code: string, steps: number): string {
  const year = Number(code.slice(0, 4));
  switch (perOfPeriod(code)) {
    case 'year':
      return String(year + steps).padStart(4, '0');
    case 'quarter': {
      const all = year * 4 + Number(code.slice(6)) - 1 + steps;
      return `${Math.floor(all / 4)}-Q${(all % 4) + 1}`;
    }
    case 'month': {
      const all = year * 12 + Number(code.slice(5)) - 1 + steps;
      return `${Math.floor(all / 12)}-${String((all % 12) + 1).padStart(2, '0')}`;
    }
    case 'week':
      return weekOfMonday(mondayOfWeek(code) + steps * 7 * DAY_MS);
  }
}

/** Whether a period of a trend lies in another, larger or equal one. */
export function periodIsIn(small: string, large: string): boolean {
  if (small === large) return true;
  const per = perOfPeriod(large);
  const start = perOfPeriod(small) === 'week' ? new Date(mondayOfWeek(small) + 3 * DAY_MS)
    .toISOString() : small;
  if (per === 'year') return start.slice(0, 4) === large;
  if (per === 'month') return start.slice(0, 7) === large;
  if (per === 'quarter' && perOfPeriod(small) !== 'year' && perOfPeriod(small) !== 'quarter') {
    const quarter = Math.floor((Number(start.slice(5, 7)) - 1) / 3) + 1;
    return `${start.slice(0, 4)}-Q${quarter}` === large;
  }
  return false;
}

/** The last month, week … of a larger period. */
export function lastStepOf(large: string, step: Per): string {
  if (perOfPeriod(large) === step) return large;
  const next = periodShift(large, 1);
  const year = Number(next.slice(0, 4));
  const month = perOfPeriod(next) === 'quarter' ? (Number(next.slice(6)) - 1) * 3
    : perOfPeriod(next) === 'month' ? Number(next.slice(5)) - 1 : 0;
  const last = new Date(Date.UTC(year, month, 1) - DAY_MS).toISOString();
  return step === 'month' ? last.slice(0, 7) : large;
}
