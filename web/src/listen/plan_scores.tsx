// SPDX-License-Identifier: AGPL-3.0-or-later
//
// plan_scores — what the scores of the file would come to, as the server computes them.
import { useSignal } from '@preact/signals';
import type { Unit } from '../api.ts';
import * as format from '../format.ts';
import { t, tOr } from '../i18n.ts';
import { Figure } from '../ui/number.tsx';
import type { Score } from './import_api.ts';
import { saidOfColumn } from './map_text.ts';
import type { Plan } from './plan.ts';

const FIRST = 6;
const UNITS: Record<string, Unit> = { nps: 'points', csat: 'percent', ces: 'scale' };
const NO_VALUE: ReadonlySet<Score['status']> = new Set(['too_few', 'suppressed', 'no_data', 'not_converged']);

const isMean = ({ measure }: Score): boolean => measure === 'mean';

export function PlanScores({ plan }: { plan: Plan }) {
  const isAll = useSignal(false);
  const { scores } = plan.planned;
  if (scores.length === 0) return null;
  // What all sources share comes first: it is what most people look for.
  const all = scores.toSorted((a, b) => Number(isMean(a)) - Number(isMean(b)));
  const shown = isAll.value ? all : all.slice(0, FIRST);
  return (
    <section class={`card scores${plan.isAsking ? ' is-old' : ''}`} aria-labelledby="scores-title"
      aria-busy={plan.isAsking}>
      <header class="card-head"><div>
        <h2 id="scores-title">{t('plan.scores')}</h2>
        <p class="card-about">{t('plan.scores_about')}</p>
      </div></header>
      <ul class="score-list">
        {shown.map((score) => <One key={score.field} score={score} plan={plan} />)}
      </ul>
      {all.length > FIRST && (
        <button type="button" class="button is-plain" onClick={() => (isAll.value = !isAll.value)}>
          {isAll.value ? t('overview.fewer')
            : t('overview.more', { n: format.count(all.length - FIRST) }, all.length - FIRST)}</button>
      )}
    </section>
  );
}

function One({ score, plan }: { score: Score; plan: Plan }) {
  const { value, lo, hi, n, status, refused, measure } = score;
  const unit = UNITS[measure] ?? 'scale';
  const column = plan.columns.find((c) => c.name === score.column);
  const asked = (column && saidOfColumn(plan.text, column).label) ?? score.column;
  const written = (x: number) => unit === 'percent' ? t('unit.percent', { n: format.value(x, unit) })
    : format.value(x, unit);
  return (
    <li class="score-one">
      <p class="score-name"><bdi>{isMean(score) ? asked : tOr(`measure.${measure}`, measure)}</bdi></p>
      <p class="score-about"><bdi>{isMean(score) ? t('measure.mean') : asked}</bdi></p>
      {value === null || NO_VALUE.has(status) ? <p><span class="hatched">{tOr(`status.${status}`, status)}</span></p> : (
        <p class="score-number"><Figure as="score-value">{written(value)}</Figure>
          {lo !== null && hi !== null && (
            <span class="quiet number">{t('number.interval', { lo: format.value(lo, unit), hi: format.value(hi, unit) })}</span>
          )}</p>
      )}
      <p class="score-about">{t('number.answers', { n: format.count(n ?? 0) }, n ?? 0)}
        {refused > 0 && <span class="tone-text-low"> {t('plan.off_scale', { n: format.count(refused) }, refused)}</span>}
      </p>
    </li>
  );
}
