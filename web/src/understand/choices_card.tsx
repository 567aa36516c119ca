// SPDX-License-Identifier: AGPL-3.0-or-later
//
// choices_card — how often each choice of a question was taken.
import { addressOfQuery, type Answer, type Dimension, type Measure, type Overview } from '../api.ts';
import { domainOf } from '../charts/scale.ts';
import { Whisker } from '../charts/whisker.tsx';
import { forget, useLoaded } from '../data.ts';
import * as format from '../format.ts';
import { t } from '../i18n.ts';
import { choicesQuestion, questionsOfChoice } from '../question.ts';
import { useLongList } from '../ui/long_list.tsx';
import { Figure } from '../ui/number.tsx';
import { Failed, Nothing, Skeleton } from '../ui/state.tsx';
import { go, view } from '../view.ts';
import * as words from './words.ts';

/** Shares are written as any measure in percent is. */
const shareOf = ({ key, ask, label, source }: Dimension): Measure => ({
  key, measure: 'choices', ask: `choices(${ask})`, label, source, sources: [], n: 0, unit: 'percent',
  range: [0, 100], currency: null, higher_is_better: null,
});

/** The most chosen first, but for ages, amounts and numbers, whose own order says more.  What nobody
 * chose is no finding; what hardly anybody did is. */
function inOrder(all: Answer['rows']): Answer['rows'] {
  const rows = all.filter((row) => (row.n ?? 1) > 0 && row.value !== 0);
  return rows.every(({ choice }) => /^\D?\d/.test(choice ?? '')) ? rows
    : rows.toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0));
}

export function ChoicesCard({ overview }: { overview: Overview }) {
  const all = questionsOfChoice(overview, view.value);
  const chosen = all.find(({ key }) => key === view.value.choice) ?? all[0];
  if (!chosen && overview.measures.length > 0) return null;
  return (
    <section class="card segment-card" aria-labelledby="choices-title">
      {chosen ? <Choices key={chosen.key} overview={overview} all={all} chosen={chosen} />
        : <Nothing title={t('overview.no_measure')}><p>{t('overview.no_measure_next')}</p></Nothing>}
    </section>
  );
}

function Choices({ overview, all, chosen }: {
  overview: Overview; all: readonly Dimension[]; chosen: Dimension;
}) {
  const loaded = useLoaded<Answer>(addressOfQuery(choicesQuestion(overview, chosen, view.value)));
  const rows = inOrder(loaded.data?.rows ?? []);
  const list = useLongList(rows, (row) => row.choice ?? '', t('choices.search'));
  const n = rows[0]?.n ?? 0;
  return (
    <div class="choices" aria-busy={loaded.isLoading}>
      <header class="card-head">
        <div>
          <h2 id="choices-title">{words.dimensionTitle(chosen)}</h2>
          <p class="card-about">{t('choices.about')}{n > 0 && <>{' '}{words.answersText(n)}</>}</p>
        </div>
        <label class="select-label">
          <span class="unseen">{t('choices.question')}</span>
          <select class="select" id="question" value={chosen.key}
            onChange={(event) => go({ choice: event.currentTarget.value })}>
            {all.map((d) => <option key={d.key} value={d.key}>{words.dimensionTitle(d)}</option>)}
          </select>
        </label>
      </header>
      {loaded.problem && !loaded.data && (
        <Failed problem={loaded.problem} what={t('choices.failed')} onRetry={forget} />
      )}
      {!loaded.problem && loaded.isLoading && !loaded.data && <Skeleton height={260} />}
      {!loaded.problem && !loaded.isLoading && rows.length === 0 && (
        <Nothing title={t('segments.nothing')} />
      )}
      {list.search}
      {rows.length > 0 && <Shares rows={list.shown} chosen={chosen} />}
      {list.more}
      {overview.measures.length === 0 && <ul class="notes"><li>{t('overview.no_measure_next')}</li></ul>}
    </div>
  );
}

function Shares({ rows, chosen }: { rows: Answer['rows']; chosen: Dimension }) {
  const measure = shareOf(chosen);
  const domain = domainOf(rows.flatMap((row) => [0, row.lo, row.hi]), 'percent', measure.range);
  const isFiltered = view.value.filters.some((f) => f.key === chosen.key);
  return (
    <div class="segments is-shares" role="table" aria-labelledby="choices-title">
      <div class="segments-head" role="row">
        <span role="columnheader">{t('choices.choice')}</span>
        <span role="columnheader" class="is-number">{t('choices.share')}</span>
        <span role="columnheader" class="segments-axis">
          <span class="unseen">{t('table.interval')}</span>
          <span class="segments-ends" aria-hidden="true" dir="ltr">
            <Figure>{format.axisEnd(domain.lo, 'percent')}</Figure>
            <Figure>{format.axisEnd(domain.hi, 'percent')}</Figure>
          </span>
        </span>
        <span role="columnheader" class="is-number">{t('table.interval')}</span>
      </div>
      {rows.map((row) => {
        const choice = row.choice ?? '';
        const isHidden = words.isHidden(row);
        const interval = words.intervalText(row, measure);
        return (
          <div key={choice} class="segment" role="row">
            <span role="rowheader" class="segment-name">
              {isFiltered ? <bdi>{choice}</bdi> : (
                <button type="button" class="link" title={t('segments.only', { name: choice })}
                  onClick={() => go({ filters: [...view.value.filters, { key: chosen.key, value: choice }] })}>
                  <bdi>{choice}</bdi></button>
              )}
            </span>
            <span role="cell" class="segment-value is-number">
              {isHidden ? <span class="hatched">{words.statusText(row)}</span>
                : <Figure>{words.valueText(row, measure)}</Figure>}
            </span>
            <span role="cell" class="segment-whisker">
              <Whisker domain={domain} value={isHidden ? null : row.value} lo={isHidden ? null : row.lo}
                hi={isHidden ? null : row.hi} tone={null} hasAxis isFaint={row.status === 'low_base'} />
            </span>
            <span role="cell" class="segment-n is-number quiet number">{interval}</span>
          </div>
        );
      })}
    </div>
  );
}
