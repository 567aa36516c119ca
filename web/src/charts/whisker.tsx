// SPDX-License-Identifier: AGPL-3.0-or-later
//
// whisker — a value with its interval on an axis; what it is compared with is hollow.
//
// The figures stand in text beside it, so it says nothing to a screen reader.
import { toPixels, type Domain } from './scale.ts';
import { useWidth } from './width.ts';

export interface WhiskerProps {
  domain: Domain;
  value: number | null;
  lo: number | null;
  hi: number | null;
  before?: number | null | undefined; // a hollow dot
  reference?: number | null | undefined; // a line through
  tone?: 'low' | 'high' | null;
  isFaint?: boolean; // few answers
  hasAxis?: boolean;
}

const HEIGHT = 20;
const MARGIN = 6;

export function Whisker(props: WhiskerProps) {
  const { element, width } = useWidth<HTMLDivElement>();
  const { domain, value, lo, hi, before, reference, tone } = props;
  const x = toPixels(domain, MARGIN, Math.max(width, 40) - MARGIN);
  const y = HEIGHT / 2;
  return (
    <div ref={element} class={`whisker${tone ? ` tone-${tone}` : ''}${props.isFaint ? ' is-faint' : ''}`}>
      {width > 0 && (
        <svg width={width} height={HEIGHT} aria-hidden="true" direction="ltr">
          {props.hasAxis && <line class="whisker-axis" x1={0} x2={width} y1={y} y2={y} />}
          {reference != null && (
            <line class="whisker-reference" x1={x(reference)} x2={x(reference)} y1={0} y2={HEIGHT} />
          )}
          {lo !== null && hi !== null && (
            <>
              <rect class="whisker-band" x={x(lo)} y={y - 4} width={Math.max(x(hi) - x(lo), 1)} height={8} />
              <path class="whisker-line"
                d={`M${x(lo)} ${y}H${x(hi)}M${x(lo)} ${y - 5}v10M${x(hi)} ${y - 5}v10`} />
            </>
          )}
          {before != null && <circle class="whisker-before" cx={x(before)} cy={y} r={4} />}
          {value !== null && (tone === 'low'
            ? <path class="whisker-dot" d={`M${x(value)} ${y - 6}l6 6l-6 6l-6 -6z`} />
            : <circle class="whisker-dot" cx={x(value)} cy={y} r={4.6} />)}
        </svg>
      )}
    </div>
  );
}
