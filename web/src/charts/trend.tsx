// SPDX-License-Identifier: AGPL-3.0-or-later
//
// trend — a measure over time with its intervals and the limits of chance.
//
// One stop for the keyboard: arrows go from period to period, Home and End to the ends, Enter
// opens the signals.  What a point says is spoken as the slider's value and written below.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Measure, Row } from '../api.ts';
import * as format from '../format.ts';
import { domainOf, ticksOf, toPixels } from './scale.ts';
import { useWidth } from './width.ts';

export interface TrendProps {
  rows: readonly Row[];
  periods: readonly string[]; // of each row
  measure: Measure;
  shaded: string | null; // the period that the page is about
  label: string;
  toneOf: (row: Row) => 'low' | 'high' | null;
  textOf: (index: number) => string;
  labels: { centre: string; hi: string; lo: string };
  onPick: (index: number) => void;
  onOpen: (index: number) => void;
}

const HEIGHT = 272;
const TOP = 12;
const BOTTOM = 28;

const isShown = (row: Row): boolean =>
  row.value !== null && row.status !== 'too_few' && row.status !== 'suppressed';

/** Runs of neighbours that have a value: a line does not cross what is not known. */
function stretches(rows: readonly Row[]): number[][] {
  const found: number[][] = [];
  let run: number[] = [];
  rows.forEach((row, i) => {
    if (isShown(row)) run.push(i);
    else if (run.length > 0) {
      found.push(run);
      run = [];
    }
  });
  return run.length > 0 ? [...found, run] : found;
}

export function Trend(props: TrendProps) {
  const { rows, periods, measure } = props;
  const { element, width } = useWidth<HTMLDivElement>();
  const at = useSignal(rows.length - 1);
  useEffect(() => {
    at.value = rows.length - 1;
  }, [rows]);
  const index = Math.min(at.value, rows.length - 1);

  const shown = rows.filter(isShown);
  const domain = domainOf(shown.flatMap((row) =>
    [row.value, row.lo, row.hi, row.limits?.lo, row.limits?.hi]), measure.unit, measure.range);
  const isNarrow = width < 520;
  const left = 34;
  const right = Math.max(width - (isNarrow ? 12 : 78), left + 40);
  const inset = Math.max(6, (right - left) / rows.length / 2);
  const x = toPixels({ lo: 0, hi: Math.max(rows.length - 1, 1) }, left + inset, right - inset);
  const y = toPixels(domain, HEIGHT - BOTTOM, TOP);
  const half = rows.length > 1 ? (x(1) - x(0)) / 2 : 20;

  const pick = (i: number) => {
    at.value = Math.max(0, Math.min(rows.length - 1, i));
    props.onPick(at.value);
  };
  const nearest = (event: PointerEvent | MouseEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const inner = (event.clientX - box.left - x(0)) / Math.max(half * 2, 1);
    return Math.max(0, Math.min(rows.length - 1, Math.round(inner)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to: Record<string, number> = {
      ArrowLeft: index - 1, ArrowDown: index - 1, ArrowRight: index + 1, ArrowUp: index + 1,
      Home: 0, End: rows.length - 1, PageUp: index + 6, PageDown: index - 6,
    };
    const wanted = to[event.key];
    if (wanted !== undefined) pick(wanted);
    else if (event.key === 'Enter' || event.key === ' ') props.onOpen(index);
    else return;
    event.preventDefault();
  };

  const every = Math.max(1, Math.ceil(rows.length / Math.max(2, Math.floor((right - left) / 62))));
  const shadedAt = periods.flatMap((p, i) =>
    props.shaded && format.periodIsIn(p, props.shaded) ? [i] : []);
  const last = rows.at(-1)?.limits;
  const current = rows[index];
  const ends = last && !isNarrow
    ? apart([{ text: props.labels.hi, at: y(last.hi) }, { text: props.labels.centre, at: y(last.centre) },
      { text: props.labels.lo, at: y(last.lo) }])
    : [];

  return (
    <div ref={element} class="trend" role="slider" tabIndex={0} aria-label={props.label}
      aria-valuemin={1} aria-valuemax={rows.length} aria-valuenow={index + 1}
      aria-valuetext={props.textOf(index)} aria-orientation="horizontal"
      onKeyDown={onKeyDown}
      onPointerMove={(event) => pick(nearest(event))}
      onClick={(event) => {
        pick(nearest(event));
        props.onOpen(nearest(event));
      }}>
      {width > 0 && (
        <svg width={width} height={HEIGHT} aria-hidden="true" direction="ltr">
          {shadedAt.length > 0 && (
            <rect class="trend-shade" x={x(shadedAt[0] ?? 0) - half} y={TOP - 4}
              width={x(shadedAt.at(-1) ?? 0) - x(shadedAt[0] ?? 0) + half * 2}
              height={HEIGHT - BOTTOM - TOP + 8} />
          )}
          {ticksOf(domain, 5).map((v) => (
            <g key={v}>
              <line class="trend-grid" x1={left} x2={right} y1={y(v)} y2={y(v)} />
              <text class="axis" x={left - 6} y={y(v) + 4} text-anchor="end">{format.tick(v)}</text>
            </g>
          ))}
          {stretches(rows).map((run) => (
            <path key={`band${run[0]}`} class="trend-band"
              d={bandPath(run, rows, x, y, run.length === 1 ? 5 : 0)} />
          ))}
          {last && (
            <>
              <path class="trend-centre" d={steps(rows, x, y, half, left, right, (l) => l.centre)} />
              <path class="trend-limit" d={steps(rows, x, y, half, left, right, (l) => l.hi)} />
              <path class="trend-limit" d={steps(rows, x, y, half, left, right, (l) => l.lo)} />
            </>
          )}
          {ends.map(({ text, at: place }) => (
            <text key={text} class="axis" x={right + 4} y={place + 4}>{text}</text>
          ))}
          {stretches(rows).map((run) => (
            <path key={`line${run[0]}`} class="trend-line"
              d={`M${run.map((i) => `${x(i)} ${y(rows[i]?.value ?? 0)}`).join('L')}`} />
          ))}
          {rows.map((row, i) => isShown(row) && (
            row.limits?.out || row.limits?.run
              ? <circle key={i} class={`trend-out tone-${props.toneOf(row) ?? 'none'}${row.limits.out
                ? '' : ' is-run'}`} cx={x(i)} cy={y(row.value ?? 0)} r={row.limits.out ? 5 : 3.5} />
              : <circle key={i} class={`trend-dot${row.status === 'low_base' ? ' is-low' : ''}`}
                  cx={x(i)} cy={y(row.value ?? 0)} r={row.status === 'low_base' ? 3 : 2} />
          ))}
          {periods.map((p, i) => i % every === 0 && (
            <text key={p} class="axis" x={x(i)} y={HEIGHT - 8}
              text-anchor="middle">{format.periodMark(p, i === 0)}</text>
          ))}
          {current && (
            <g class="trend-cursor">
              <line x1={x(index)} x2={x(index)} y1={TOP - 4} y2={HEIGHT - BOTTOM + 4} />
              {isShown(current) && <circle cx={x(index)} cy={y(current.value ?? 0)} r={4.6} />}
            </g>
          )}
        </svg>
      )}
    </div>
  );
}

type ToPixels = (v: number) => number;

function bandPath(run: number[], rows: readonly Row[], x: ToPixels, y: ToPixels, widen: number): string {
  const upper = run.flatMap((i) => [`${x(i) - widen} ${y(rows[i]?.hi ?? rows[i]?.value ?? 0)}`,
    ...(widen ? [`${x(i) + widen} ${y(rows[i]?.hi ?? 0)}`] : [])]);
  const lower = run.flatMap((i) => [`${x(i) - widen} ${y(rows[i]?.lo ?? rows[i]?.value ?? 0)}`,
    ...(widen ? [`${x(i) + widen} ${y(rows[i]?.lo ?? 0)}`] : [])]).reverse();
  return `M${[...upper, ...lower].join('L')}Z`;
}

/** Limits are as wide as a period has few answers, so they go in steps; where it has too few to
 * be shown, they hold nothing. */
function steps(rows: readonly Row[], x: ToPixels, y: ToPixels, half: number,
               left: number, right: number, of: (limits: NonNullable<Row['limits']>) => number): string {
  let path = '';
  let isOpen = false;
  rows.forEach((row, i) => {
    if (!row.limits || !isShown(row)) {
      isOpen = false;
      return;
    }
    const at = y(of(row.limits));
    path += `${isOpen ? 'L' : 'M'}${Math.max(x(i) - half, left)} ${at}H${Math.min(x(i) + half, right)}`;
    isOpen = true;
  });
  return path;
}

/** Labels at the right end, moved apart where they would lie on each other. */
function apart(labels: { text: string; at: number }[]): { text: string; at: number }[] {
  const sorted = labels.toSorted((a, b) => a.at - b.at);
  let before = -Infinity;
  return sorted.map(({ text, at }) => {
    before = Math.max(at, before + 14);
    return { text, at: before };
  });
}
