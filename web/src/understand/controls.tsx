// SPDX-License-Identifier: AGPL-3.0-or-later
//
// controls — the period that the whole page is about, what it is compared with, and filters.
import type { Overview, Per } from '../api.ts';
import { periodShift } from '../format.ts';
import { t } from '../i18n.ts';
import { hasWeights, newestOf, periodOf, periodsOf } from '../question.ts';
import { Icon } from '../ui/icon.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { go, view, type View } from '../view.ts';
import * as words from './words.ts';

const PERS: readonly (Per | 'all')[] = ['week', 'month', 'quarter', 'year', 'all'];

export function choosePer(overview: Overview, per: View['per']): void {
  if (per === 'all' || periodsOf(overview, view.value)[per]) go({ per, isPerChosen: true, at: null });
}

export function movePeriod(overview: Overview, steps: number): void {
  const period = periodOf(overview, view.value);
  const { per } = view.value;
  if (!period || per === 'all') return;
  const known = periodsOf(overview, view.value)[per];
  const to = periodShift(period, steps);
  if (known && to >= known.first && to <= known.last)
    go({ at: to === newestOf(overview, view.value, per) ? null : to });
}

/** Without times and filters there is nothing to choose. */
export const hasControls = (overview: Overview): boolean =>
  view.value.filters.length > 0 || Object.values(overview.periods).some(Boolean) ||
  hasWeights(overview, view.value.filters);

export function Controls({ overview }: { overview: Overview }) {
  const { per, versus, filters } = view.value;
  const period = periodOf(overview, view.value);
  const periods = periodsOf(overview, view.value);
  const known = per === 'all' ? null : periods[per];
  const options = PERS.filter((p) => p === 'all' || periods[p])
    .map((p) => ({ value: p, text: t(`per.${p}`) }));
  return (
    <div class="controls" role="group" aria-label={t('controls.label')}>
      <Segmented label={t('controls.per')} options={options} chosen={per}
        onChoose={(p) => choosePer(overview, p)} />
      {period && known && (
        <div class="stepper">
          <button type="button" class="button is-square" disabled={period <= known.first}
            aria-label={t('controls.earlier')} title={t('controls.earlier')}
            onClick={() => movePeriod(overview, -1)}><Icon name="chevronLeft" /></button>
          <span class="stepper-at" aria-live="polite">{words.periodName(period)}</span>
          <button type="button" class="button is-square" disabled={period >= known.last}
            aria-label={t('controls.later')} title={t('controls.later')}
            onClick={() => movePeriod(overview, 1)}><Icon name="chevronRight" /></button>
        </div>
      )}
      {period && per !== 'all' && (
        <label class="select-label">
          <span class="unseen">{t('controls.versus')}</span>
          <select class="select" value={per === 'year' ? 'previous' : versus}
            onChange={(event) => go({ versus: event.currentTarget.value === 'year' ? 'year' : 'previous' })}>
            <option value="previous">{t('versus.previous', {
              period: words.periodWithin(periodShift(period, -1)) })}</option>
            {per !== 'year' && <option value="year">{t('versus.year')}</option>}
          </select>
        </label>
      )}
      {hasWeights(overview, filters) && (
        <Segmented label={t('controls.weights')} chosen={view.value.isWeighted ? 'yes' : 'no'}
          options={[{ value: 'no', text: t('controls.unweighted') }, { value: 'yes', text: t('controls.weighted') }]}
          onChoose={(is) => go({ isWeighted: is === 'yes' })} />
      )}
      {filters.map((filter, i) => {
        const dimension = overview.dimensions.find((d) => d.key === filter.key);
        if (!dimension) return null;
        const name = words.groupName(filter.value, filter.key, overview);
        return (
          <span class="chip" key={`${filter.key}:${filter.value}`}>
            <span class="chip-field">{words.dimensionTitle(dimension)}</span>
            <bdi class="chip-value">{name}</bdi>
            <button type="button" aria-label={t('controls.remove', { name })}
              title={t('controls.remove', { name })}
              onClick={() => go({ filters: filters.filter((_, at) => at !== i) })}>
              <Icon name="x" size={13} /></button>
          </span>
        );
      })}
    </div>
  );
}
