// SPDX-License-Identifier: AGPL-3.0-or-later
//
// sparkline — the shape of a trend beside a number; the trend itself stands below.
import type { Row } from '../api.ts';
import { toPixels } from './scale.ts';

const WIDTH = 72;
const HEIGHT = 26;

export function Sparkline({ rows }: { rows: readonly Row[] }) {
  const shown = rows.map((row, i) => ({ i, row })).filter(({ row }) =>
    row.value !== null && (row.status === 'ok' || row.status === 'low_base'));
  if (shown.length < 3) return <span class="sparkline" />;
  const values = shown.map(({ row }) => row.value as number);
  const y = toPixels({ lo: Math.min(...values), hi: Math.max(...values) }, HEIGHT - 4, 4);
  const x = toPixels({ lo: 0, hi: rows.length - 1 }, 2, WIDTH - 4);
  const points = shown.map(({ i, row }) => `${x(i)} ${y(row.value as number)}`);
  const [cx, cy] = (points.at(-1) ?? '0 0').split(' ');
  return (
    <svg class="sparkline" width={WIDTH} height={HEIGHT} aria-hidden="true" direction="ltr">
      <path d={`M${points.join('L')}`} />
      <circle cx={cx} cy={cy} r={2.6} />
    </svg>
  );
}
