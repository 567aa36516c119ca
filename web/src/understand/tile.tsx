// SPDX-License-Identifier: AGPL-3.0-or-later
//
// tile — one measure: its value with the interval, how many answers, and whether it moved.
import { addressOfQuery, type Answer, type Measure, type Overview } from '../api.ts';
import { domainOf } from '../charts/scale.ts';
import { Sparkline } from '../charts/sparkline.tsx';
import { Whisker } from '../charts/whisker.tsx';
import { forget, useLoaded } from '../data.ts';
import * as format from '../format.ts';
import { t } from '../i18n.ts';
import { tileQuestion, trendQuestion } from '../question.ts';
import { Icon } from '../ui/icon.tsx';
import { Figure } from '../ui/number.tsx';
import { Failed, Skeleton } from '../ui/state.tsx';
import { go, open, view } from '../view.ts';
import * as words from './words.ts';

export function Tile({ overview, measure, isChosen }: {
  overview: Overview; measure: Measure; isChosen: boolean;
}) {
  const question = tileQuestion(overview, measure, view.value);
  const loaded = useLoaded<Answer>(addressOfQuery(question));
  const trend = trendQuestion(overview, measure, view.value);
  const past = useLoaded<Answer>(trend ? addressOfQuery(trend) : null);
  const title = words.measureTitle(measure);
  return (
    <article class={`card tile${isChosen ? ' is-chosen' : ''}${loaded.isLoading && loaded.isOld ? ' is-old' : ''}`}
      aria-busy={loaded.isLoading}>
      <header class="tile-head">
        <h2>
          <button type="button" class="tile-title" aria-pressed={isChosen}
            title={t('tile.choose')} onClick={() => go({ measure: measure.key })}>{title}</button>
        </h2>
        <p class="tile-about">{words.measureAbout(measure, overview)}</p>
      </header>
      {loaded.problem && !loaded.data && (
        <Failed problem={loaded.problem} what={t('tile.failed')} onRetry={forget} />
      )}
      {!loaded.problem && !loaded.data && <Skeleton height={126} isLoading={loaded.isLoading} />}
      {loaded.data && (
        <TileBody overview={overview} measure={measure} answer={loaded.data} title={title}
          past={past.data} />
      )}
    </article>
  );
}

function TileBody({ overview, measure, answer, title, past }: {
  overview: Overview; measure: Measure; answer: Answer; title: string; past: Answer | null;
}) {
  const row = answer.rows.at(-1);
  if (!row || row.status === 'no_data' || row.n === 0) return (
    <div class="tile-nothing">
      <p class="hatched">{t('status.no_data')}</p>
      <p class="quiet">{t('tile.no_data')}</p>
    </div>
  );
  const { compare } = row;
  const verdict = compare && words.verdictWords(compare, measure, false, overview);
  const isHidden = words.isHidden(row);
  const before = compare && compare.n >= 10 ? compare.value : null;
  const interval = words.intervalText(row, measure);
  const openSignals = () => open({ of: 'tile', measure: measure.key, by: row.by });
  return (
    <div class="tile-body">
      <div class="tile-number">
        <button type="button" class={`kpi${isHidden ? ' is-hidden' : ''}`} onClick={openSignals}
          disabled={row.n === null}
          aria-label={t('tile.open', { title, value: words.valueText(row, measure) })}>
          {isHidden ? <span class="hatched">{words.statusText(row)}</span>
            : <Figure>{format.value(row.value ?? 0, measure.unit)}{measure.unit === 'percent' &&
              <span class="kpi-unit">%</span>}</Figure>}
        </button>
        {interval && <span class="tile-interval number">{interval}</span>}
        {past && <Sparkline rows={past.rows} />}
      </div>
      <Whisker domain={domainOf([row.lo, row.hi, row.value, before], measure.unit, measure.range)}
        value={isHidden ? null : row.value} lo={isHidden ? null : row.lo}
        hi={isHidden ? null : row.hi} before={before} hasAxis isFaint={row.status === 'low_base'} />
      <div class="tile-foot">
        {row.n !== null && (
          <button type="button" class="n" data-n={row.n} onClick={openSignals}>
            {words.answersText(row.n)}</button>
        )}
        {row.status === 'low_base' && <span class="tag">{t('status.low_base')}</span>}
        {row.status === 'degenerate' && <span class="tag">{t('status.degenerate')}</span>}
        {before != null && (
          <span class="tile-before"><span class="ring" aria-hidden="true" />
            {t('tile.was', { value: format.value(before, measure.unit) })}</span>
        )}
      </div>
      {verdict && (
        <div class="tile-verdict">
          <span class={`pill${verdict.tone ? ` tone-${verdict.tone}` : ''}`}>
            {verdict.arrow && <Icon name={verdict.arrow === 'up' ? 'arrowUp' : 'arrowDown'} size={13} />}
            {verdict.text}
          </span>
          {verdict.more && <span class="quiet">{verdict.more}</span>}
        </div>
      )}
    </div>
  );
}
