// SPDX-License-Identifier: AGPL-3.0-or-later
//
// trend_card — one measure over time, as a chart or as a table.
import { useSignal } from '@preact/signals';
import { addressOfQuery, type Answer, type Measure, type Overview, type Row } from '../api.ts';
import { Trend } from '../charts/trend.tsx';
import { forget, useLoaded } from '../data.ts';
import * as format from '../format.ts';
import { isolated, t } from '../i18n.ts';
import { periodOf, stepOf, trendQuestion } from '../question.ts';
import { Figure } from '../ui/number.tsx';
import { Failed, Nothing, Skeleton } from '../ui/state.tsx';
import { go, open, view } from '../view.ts';
import { Notes } from './notes.tsx';
import * as words from './words.ts';

/** Fewer periods always lie within the limits that they make. */
const FOR_A_TREND = 4;

/** What the server found, said in one sentence: the newest period that is out, or none. */
function findingOf(rows: readonly Row[], periods: readonly string[], title: string): string {
  const out = rows.map((row, i) => ({ row, period: periods[i] ?? '' }))
    .filter(({ row }) => row.limits?.out);
  const newest = out.at(-1);
  if (newest?.row.limits) {
    const parts = { title, period: words.periodWithin(newest.period) };
    return (newest.row.value ?? 0) > newest.row.limits.centre
      ? t('trend.above', parts) : t('trend.below', parts);
  }
  const run = rows.findLastIndex((row) => row.limits?.run);
  if (run >= 0)
    return t('trend.run', { title, period: words.periodWithin(periods[run] ?? '') });
  const judged = rows.filter((row) => row.limits).length;
  return judged >= FOR_A_TREND ? t('trend.within', { title }) : t('trend.plain', { title });
}

function reasonOf(row: Row): string {
  if (!row.limits || row.value === null || words.isHidden(row)) return '';
  if (row.limits.out)
    return row.value > row.limits.centre ? t('limits.above') : t('limits.below');
  return row.limits.run ? t('limits.run') : t('limits.within');
}

export function TrendCard({ overview, measure }: { overview: Overview; measure: Measure }) {
  const question = trendQuestion(overview, measure, view.value);
  const loaded = useLoaded<Answer>(question ? addressOfQuery(question) : null);
  const title = words.measureTitle(measure);
  const step = stepOf(view.value.per);
  const rows = loaded.data?.rows ?? [];
  const periods = rows.map((row) => Object.values(row.by)[0] ?? '');
  const { isTable } = view.value;
  const isHere = rows.length > 0;
  return (
    <section class={`card trend-card${loaded.isLoading && loaded.isOld ? ' is-old' : ''}`} aria-labelledby="trend-title"
      aria-busy={loaded.isLoading}>
      <header class="card-head">
        <div>
          <h2 id="trend-title">{isHere ? findingOf(rows, periods, title)
            : t('trend.plain', { title })}</h2>
          <p class="card-about">{t(`trend.about_${step}`)}</p>
        </div>
        {isHere && (
          <button type="button" class="button is-plain" aria-pressed={isTable}
            onClick={() => go({ isTable: !isTable })}>{t('trend.table')}</button>
        )}
      </header>
      {loaded.problem && !loaded.data && (
        <Failed problem={loaded.problem} what={t('trend.failed')} onRetry={forget} />
      )}
      {!loaded.problem && loaded.isLoading && !loaded.data && <Skeleton height={346} />}
      {!loaded.problem && !loaded.isLoading && rows.length === 0 && (
        <Nothing title={t('trend.nothing')}><p>{t('trend.nothing_next')}</p></Nothing>
      )}
      {isHere && (isTable
        ? <TrendTable rows={rows} periods={periods} measure={measure} />
        : <TrendChart rows={rows} periods={periods} measure={measure} title={title}
            shaded={periodOf(overview, view.value)} />)}
      {isHere && loaded.data && <Notes notes={loaded.data.notes} codes={['running_period_left_out']} />}
    </section>
  );
}

interface Drawn {
  rows: readonly Row[];
  periods: readonly string[];
  measure: Measure;
}

function TrendChart({ rows, periods, measure, title, shaded }: Drawn & {
  title: string; shaded: string | null;
}) {
  const at = useSignal<number | null>(null);
  const index = Math.min(at.value ?? rows.length - 1, rows.length - 1);
  const row = rows[index];
  const limits = rows.findLast((of) => of.limits && !words.isHidden(of))?.limits;
  const openAt = (i: number) => {
    const by = rows[i]?.by;
    if (by && (rows[i]?.n ?? 0) > 0) open({ of: 'trend', measure: measure.key, by });
  };
  const textOf = (i: number): string => {
    const of = rows[i];
    if (!of) return '';
    return [words.periodName(periods[i] ?? '', true), words.valueText(of, measure),
      words.intervalText(of, measure), words.answersText(of.n ?? 0), reasonOf(of)]
      .filter(Boolean).join(', ');
  };
  const labelled = (name: string, x: number | undefined) =>
    x === undefined ? name : `${name} ${isolated(format.value(x, measure.unit))}`;
  return (
    <>
      <Trend rows={rows} periods={periods} measure={measure} shaded={shaded}
        label={t('trend.label', { title })} textOf={textOf}
        toneOf={(of) => words.toneOfLimits(of, measure)}
        labels={{
          centre: labelled(t('limits.mean'), limits?.centre),
          hi: labelled(t('limits.upper'), limits?.hi),
          lo: labelled(t('limits.lower'), limits?.lo),
        }}
        onPick={(i) => (at.value = i)} onOpen={openAt} />
      {row && (
        <div class="trend-readout">
          <strong>{words.periodName(periods[index] ?? '', true)}</strong>
          <span class="trend-value"><Figure>{words.valueText(row, measure)}</Figure>
            {words.intervalText(row, measure) && (
              <span class="quiet number"> {words.intervalText(row, measure)}</span>
            )}</span>
          {(row.n ?? 0) > 0 && (
            <button type="button" class="n" data-n={row.n} onClick={() => openAt(index)}>
              {words.answersText(row.n ?? 0)}</button>
          )}
          {row.limits && <span class="quiet">{reasonOf(row)}</span>}
        </div>
      )}
      <ul class="legend" aria-hidden="true">
        <li><span class="key key-line" />{title}</li>
        <li><span class="key key-band" />{t('legend.interval')}</li>
        {limits && <li><span class="key key-limit" />{t('legend.limits')}</li>}
        {rows.some((of) => of.limits?.out) && (
          <li><span class={`key key-out${measure.higher_is_better === null ? ' tone-none' : ''}`} />{t('legend.out')}</li>
        )}
        {rows.some((of) => of.limits?.run && !of.limits.out) && (
          <li><span class="key key-out key-run tone-none" />{t('legend.run')}</li>
        )}
        {rows.some((of) => of.status === 'low_base') && <li><span class="key key-low" />{t('legend.low')}</li>}
        {shaded && <li><span class="key key-shade" />{words.periodName(shaded)}</li>}
      </ul>
    </>
  );
}

function TrendTable({ rows, periods, measure }: Drawn) {
  return (
    <div class="scrolls" tabIndex={0} role="region" aria-label={t('trend.table')}>
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('table.period')}</th>
            <th scope="col" class="is-number">{t('table.value')}</th>
            <th scope="col" class="is-number">{t('table.interval')}</th>
            <th scope="col" class="is-number">{t('table.answers')}</th>
            <th scope="col">{t('table.limits')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={periods[i]}>
              <th scope="row">{words.periodName(periods[i] ?? '')}</th>
              <td class="is-number"><Figure>{words.valueText(row, measure)}</Figure></td>
              <td class="is-number quiet number">{words.intervalText(row, measure)}</td>
              <td class="is-number">
                {(row.n ?? 0) > 0
                  ? <button type="button" class="n" data-n={row.n}
                      onClick={() => open({ of: 'trend', measure: measure.key, by: row.by })}>
                      <bdi class="unseen">{`${words.periodName(periods[i] ?? '')}: `}</bdi>
                      <Figure>{format.count(row.n ?? 0)}</Figure></button>
                  : <Figure>{format.count(0)}</Figure>}
              </td>
              <td class={words.toneOfLimits(row, measure) ? `tone-text-${words.toneOfLimits(row, measure)}`
                : 'quiet'}>{reasonOf(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
