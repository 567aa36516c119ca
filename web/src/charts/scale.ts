// SPDX-License-Identifier: AGPL-3.0-or-later
//
// scale — from values to pixels, and where the marks of an axis stand.
import type { Unit } from '../api.ts';

export interface Domain {
  lo: number;
  hi: number;
}

/** The least that a whisker's axis spans, so that small changes look small. */
const LEAST: Record<Unit, number> = { points: 40, percent: 24, scale: 1, number: 0 };
/** Of a quantity, a part of what it is. */
const LEAST_PART = 0.1;

export function domainOf(values: readonly (number | null | undefined)[], unit: Unit,
                         range: readonly [number, number]): Domain {
  const known = values.filter((v): v is number => typeof v === 'number' && Number.isFinite(v));
  if (known.length === 0) return { lo: range[0], hi: range[1] };
  let lo = Math.min(...known);
  let hi = Math.max(...known);
  const least = unit === 'number' ? Math.max(Math.abs(lo), Math.abs(hi)) * LEAST_PART : LEAST[unit];
  const room = Math.max((hi - lo) * 1.16, least) - (hi - lo);
  lo -= room / 2;
  hi += room / 2;
  // Nothing lies outside the measure's own range; the room goes to the other side.
  if (lo < range[0]) {
    hi = Math.min(range[1], hi + range[0] - lo);
    lo = range[0];
  }
  if (hi > range[1]) {
    lo = Math.max(range[0], lo - (hi - range[1]));
    hi = range[1];
  }
  return { lo: Math.min(lo, ...known), hi: Math.max(hi, ...known) };
}

export const toPixels = (domain: Domain, from: number, to: number) => (value: number): number => {
  const part = domain.hi > domain.lo ? (value - domain.lo) / (domain.hi - domain.lo) : 0.5;
  return Math.round((from + part * (to - from)) * 100) / 100;
};

/** Round values within the domain, at most so many. */
export function ticksOf(domain: Domain, most: number): number[] {
  const span = domain.hi - domain.lo;
  if (!(span > 0)) return [domain.lo];
  const rough = span / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => span / s <= most) ?? 10 * power;
  const first = Math.ceil(domain.lo / step - 1e-9);
  const last = Math.floor(domain.hi / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(9)));
}
