// SPDX-License-Identifier: AGPL-3.0-or-later
//
// segment_table — each group of a dimension beside the rest; coloured only where the
// difference holds after correction for all that were looked at.
import {
  addressOfQuery, type Answer, type Dimension, type Measure, type Overview, type Row,
} from '../api.ts';
import { domainOf, type Domain } from '../charts/scale.ts';
import { Whisker } from '../charts/whisker.tsx';
import { forget, useLoaded } from '../data.ts';
import * as format from '../format.ts';
import { t } from '../i18n.ts';
import { dimensionsFor, periodOf, segmentQuestion, tileQuestion } from '../question.ts';
import { Icon } from '../ui/icon.tsx';
import { useLongList } from '../ui/long_list.tsx';
import { Figure } from '../ui/number.tsx';
import { Failed, Nothing, Skeleton } from '../ui/state.tsx';
import { go, open, view } from '../view.ts';
import { Notes } from './notes.tsx';
import * as words from './words.ts';

export function dimensionChosen(overview: Overview, measure: Measure): Dimension | undefined {
  const all = dimensionsFor(overview, measure, view.value);
  const isFixed = (d: Dimension) => view.value.filters.some((f) => f.key === d.key);
  return all.find((d) => d.key === view.value.by) ?? all.find((d) => !isFixed(d)) ?? all[0];
}

export function SegmentTable({ overview, measure }: { overview: Overview; measure: Measure }) {
  const dimension = dimensionChosen(overview, measure);
  const loaded = useLoaded<Answer>(dimension
    ? addressOfQuery(segmentQuestion(overview, measure, dimension, view.value)) : null);
  const all = useLoaded<Answer>(addressOfQuery(tileQuestion(overview, measure, view.value)));
  const rows = (loaded.data?.rows ?? []).filter((row) => (row.n ?? 1) > 0);
  const list = useLongList(rows, (row) => words.groupName(Object.values(row.by)[0], dimension?.key, overview),
    t('segments.search'));
  if (!dimension) return null;
  const choices = dimensionsFor(overview, measure, view.value);
  const isFixed = view.value.filters.some(({ key }) => key === dimension.key);
  // One group has nothing to be compared with, and there is no other dimension to choose.
  if (loaded.data && rows.length === 1 && choices.length === 1 && !isFixed) return null;
  const name = words.dimensionTitle(dimension);
  const title = words.measureTitle(measure);
  const whole = all.data?.rows.at(-1)?.value ?? null;
  const period = periodOf(overview, view.value);
  const seen = rows.filter((row) => !words.isHidden(row));
  const domain = domainOf([...seen.flatMap((row) => [row.lo, row.hi]), whole], measure.unit,
    measure.range);
  const about = period
    ? t('segments.about_period', { title, period: words.periodWithin(period) })
    : t('segments.about', { title });
  return (
    <section class={`card segment-card${loaded.isLoading && loaded.isOld ? ' is-old' : ''}`}
      aria-labelledby="segments-title" aria-busy={loaded.isLoading}>
      <header class="card-head">
        <div>
          <h2 id="segments-title">{findingOf(rows, name, loaded.data !== null)}</h2>
          <p class="card-about">{about}</p>
        </div>
        <label class="select-label">
          <span class="unseen">{t('segments.by')}</span>
          <select class="select" id="dimension" value={dimension.key}
            onChange={(event) => go({ by: event.currentTarget.value })}>
            {choices.map((d) => (
              <option key={d.key} value={d.key}>{words.dimensionTitle(d)}</option>
            ))}
          </select>
        </label>
      </header>
      {loaded.problem && !loaded.data && (
        <Failed problem={loaded.problem} what={t('segments.failed')} onRetry={forget} />
      )}
      {!loaded.problem && loaded.isLoading && !loaded.data && <Skeleton height={260} />}
      {!loaded.problem && !loaded.isLoading && rows.length === 0 && (
        <Nothing title={t('segments.nothing')} />
      )}
      {list.search}
      {rows.length > 0 && (
        <Table rows={list.shown} {...{ overview, measure, dimension, domain, whole }} />
      )}
      {list.more}
      {rows.some(isBeyondTelling) && <ul class="notes"><li>{t('note.no_more')}</li></ul>}
      {loaded.data && rows.length > 0 && <Notes notes={loaded.data.notes} codes={['compared']} />}
    </section>
  );
}

/** No number of further answers would tell, since those compared with are too few. */
const isBeyondTelling = ({ compare }: Row): boolean =>
  compare?.verdict === 'cannot_tell' && compare.more_n === null && compare.n > 0;

/** How many groups differ, as the server judged them. */
function findingOf(rows: readonly Row[], name: string, isHere: boolean): string {
  const differ = rows.filter((row) => row.compare &&
    ['up', 'down', 'up_small', 'down_small'].includes(row.compare.verdict)).length;
  if (!isHere || rows.length === 0) return t('segments.title', { name });
  return differ === 0 ? t('segments.none_differs', { name })
    : t('segments.differ', { name, n: format.count(differ) }, differ);
}

function Table({ rows, overview, measure, dimension, domain, whole }: {
  rows: readonly Row[];
  overview: Overview;
  measure: Measure;
  dimension: Dimension;
  domain: Domain;
  whole: number | null;
}) {
  return (
    <div class="segments" role="table" aria-labelledby="segments-title">
      <div class="segments-head" role="row">
        <span role="columnheader">{words.dimensionTitle(dimension)}</span>
        <span role="columnheader" class="is-number">{t('table.value')}</span>
        <span role="columnheader" class="segments-axis">
          <span class="unseen">{t('table.interval')}</span>
          <span class="segments-ends" aria-hidden="true" dir="ltr">
            <Figure>{format.axisEnd(domain.lo, measure.unit)}</Figure>
            <Figure>{format.axisEnd(domain.hi, measure.unit)}</Figure>
          </span>
        </span>
        <span role="columnheader" class="is-number">{t('table.answers')}</span>
        <span role="columnheader">{t('table.against_rest')}</span>
      </div>
      {rows.map((row) => (
        <SegmentRow key={JSON.stringify(row.by)} {...{ row, overview, measure, dimension, domain, whole }} />
      ))}
    </div>
  );
}

function SegmentRow({ row, overview, measure, dimension, domain, whole }: {
  row: Row;
  overview: Overview;
  measure: Measure;
  dimension: Dimension;
  domain: Domain;
  whole: number | null;
}) {
  const value = Object.values(row.by)[0] ?? null;
  const name = words.groupName(value, dimension.key, overview);
  const isHidden = words.isHidden(row);
  const verdict = row.compare && words.verdictWords(row.compare, measure, true, overview);
  const tone = verdict?.tone ?? null;
  const isFiltered = view.value.filters.some((f) => f.key === dimension.key);
  const interval = words.intervalText(row, measure);
  return (
    <div class={`segment${tone ? ` tone-${tone}` : ''}`} role="row">
      <span role="rowheader" class="segment-name">
        {isFiltered ? <bdi>{name}</bdi> : (
          <button type="button" class="link" title={t('segments.only', { name })}
            onClick={() => go({ filters: [...view.value.filters, { key: dimension.key, value }] })}>
            <bdi>{name}</bdi></button>
        )}
      </span>
      <span role="cell" class="segment-value is-number">
        {isHidden ? <span class="hatched">{words.statusText(row)}</span>
          : <Figure>{words.valueText(row, measure)}</Figure>}
      </span>
      <span role="cell" class="segment-whisker">
        <Whisker domain={domain} value={isHidden ? null : row.value} lo={isHidden ? null : row.lo}
          hi={isHidden ? null : row.hi} reference={whole} tone={tone} hasAxis
          isFaint={row.status === 'low_base'} />
        {interval && <span class="unseen">{interval}</span>}
      </span>
      <span role="cell" class="segment-n is-number">
        {row.n !== null && (
          <button type="button" class="n" data-n={row.n}
            onClick={() => open({ of: 'segment', measure: measure.key, by: row.by })}>
            <bdi class="unseen">{`${name}: `}</bdi><Figure>{format.count(row.n)}</Figure></button>
        )}
        {row.status === 'low_base' && <span class="tag">{t('status.low_base')}</span>}
      </span>
      <span role="cell" class="segment-verdict">
        {verdict && (
          <span class={`pill${tone ? ` tone-${tone}` : ''}`}>
            {verdict.arrow && <Icon name={verdict.arrow === 'up' ? 'arrowUp' : 'arrowDown'} size={13} />}
            {verdict.text}
          </span>
        )}
        {verdict?.more && <span class="quiet">{verdict.more}</span>}
      </span>
    </div>
  );
}
