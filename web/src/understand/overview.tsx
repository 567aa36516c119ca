// SPDX-License-Identifier: AGPL-3.0-or-later
//
// overview — what is in the record: measures as tiles, one of them over time and by segment.
import { useSignal } from '@preact/signals';
import { removeSample, type Measure, type Overview } from '../api.ts';
import { forget, useIsSlow } from '../data.ts';
import * as format from '../format.ts';
import { t } from '../i18n.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { Link } from '../ui/link.tsx';
import { PageHead } from '../ui/page_head.tsx';
import { measuresOf, sourceOf } from '../question.ts';
import { go, view } from '../view.ts';
import { ChoicesCard } from './choices_card.tsx';
import { Controls, hasControls } from './controls.tsx';
import { SegmentTable } from './segment_table.tsx';
import { SignalsDrawer } from './signals_drawer.tsx';
import { Tile } from './tile.tsx';
import { TrendCard } from './trend_card.tsx';

const FIRST_TILES = 4;
const FURTHER_TILES = 8;

export function measureChosen(overview: Overview): Measure | undefined {
  return overview.measures.find((m) => m.key === view.value.measure) ?? measuresOf(overview, view.value)[0];
}

export function OverviewPage({ overview, isOld }: { overview: Overview; isOld: boolean }) {
  const zone = overview.organisation.zone;
  const source = sourceOf(overview, view.value.filters);
  const { n, first, last } = source ?? overview.signals;
  return (
    <div class={isOld ? 'page is-old' : 'page'}>
      <PageHead title={t('overview.title')} about={<>
        {n === 0 ? t('overview.none')
          : source ? t('overview.of_source', { n: format.count(n), source: source.name }, n)
            : <>{t('overview.signals', { n: format.count(n) }, n)}{' '}
                {t('overview.sources', { n: format.count(overview.sources.length) },
                  overview.sources.length)}</>}
        {n > 0 && <>{' '}{first && last
          ? t('overview.range', { range: format.dayRange(first, last, zone) })
          : t('overview.no_range')}</>}
        {' '}{t('overview.zone', { zone, time: format.time(overview.now, zone) })}
      </>} />
      {overview.is_sample && <SampleBanner />}
      {n === 0 ? <Empty /> : <Filled overview={overview} />}
    </div>
  );
}

function Filled({ overview }: { overview: Overview }) {
  const chosen = measureChosen(overview);
  const { more, opened } = view.value;
  if (!chosen) return (
    <>
      {hasControls(overview) && <Controls overview={overview} />}
      <ChoicesCard overview={overview} />
    </>
  );
  const measures = measuresOf(overview, view.value);
  const shown = measures.slice(0, FIRST_TILES + more * FURTHER_TILES);
  const rest = Math.min(measures.length - shown.length, FURTHER_TILES);
  const openedMeasure = opened && overview.measures.find((m) => m.key === opened.measure);
  return (
    <>
      {hasControls(overview) && <Controls overview={overview} />}
      <section class="tiles" aria-label={t('overview.measures')}>
        {shown.map((measure) => (
          <Tile key={measure.key} overview={overview} measure={measure}
            isChosen={measure.key === chosen.key} />
        ))}
      </section>
      {(rest > 0 || more > 0) && (
        <div class="buttons tiles-more">
          {rest > 0 && (
            <button type="button" class="button is-plain" onClick={() => go({ more: more + 1 })}>
              {t('overview.more', { n: format.count(rest) }, rest)}</button>
          )}
          {more > 0 && (
            <button type="button" class="button is-plain" onClick={() => go({ more: 0 })}>
              {t('overview.fewer')}</button>
          )}
        </div>
      )}
      <div class="columns">
        <TrendCard overview={overview} measure={chosen} />
        <SegmentTable overview={overview} measure={chosen} />
        <ChoicesCard overview={overview} />
      </div>
      <ul class="notes page-notes">
        <li>{t('note.intervals')}</li>
        <li>{t('note.chance_only')}</li>
      </ul>
      {opened && openedMeasure && (
        <SignalsDrawer key={JSON.stringify([opened.of, opened.measure, opened.by])}
          overview={overview} measure={openedMeasure} opened={opened} />
      )}
    </>
  );
}

function SampleBanner() {
  const isAsking = useSignal(false);
  const isFailed = useSignal(false);
  const remove = () => {
    isAsking.value = false;
    removeSample().then(() => {
      isFailed.value = false;
      forget();
    }, () => (isFailed.value = true));
  };
  return (
    <div class="banner">
      <p><strong>{t('sample.title')}</strong> {isFailed.value ? t('sample.failed') : t('sample.about')}</p>
      <button type="button" class="button" onClick={() => (isAsking.value = true)}>
        {t('sample.remove')}</button>
      {isAsking.value && (
        <Dialog kind="middle" title={t('sample.ask')} onClose={() => (isAsking.value = false)}
          foot={
            <div class="buttons">
              <button type="button" class="button is-primary" onClick={remove}>
                {t('sample.remove')}</button>
              <button type="button" class="button" onClick={() => (isAsking.value = false)}>
                {t('sample.keep')}</button>
            </div>
          }>
          <p>{t('sample.what')}</p>
        </Dialog>
      )}
    </div>
  );
}

const COMMANDS = ['attune import --data DIR answers.csv', 'attune demo'] as const;

function Empty() {
  return (
    <section class="card empty">
      <Icon name="database" size={28} />
      <h2>{t('empty.title')}</h2>
      <p>{t('empty.next')}</p>
      <Link class="button is-primary" to={{ page: 'import_new' }}>{t('imports.bring')}</Link>
      <p class="quiet">{t('empty.what')}</p>
      <p>{t('empty.command')}</p>
      <Command text={COMMANDS[0]} />
      <p>{t('empty.sample')}</p>
      <Command text={COMMANDS[1]} />
      <button type="button" class="button" onClick={forget}>{t('empty.look')}</button>
    </section>
  );
}

function Command({ text }: { text: string }) {
  const isCopied = useSignal(false);
  const copy = () => {
    navigator.clipboard.writeText(text).then(() => (isCopied.value = true), () => undefined);
  };
  return (
    <div class="command" dir="ltr">
      <code>{text}</code>
      <button type="button" class="button" onClick={copy} aria-label={t('empty.copy', { text })}>
        <span aria-hidden="true">{isCopied.value ? t('empty.copied') : t('empty.copy_short')}</span>
      </button>
      <span class="unseen" role="status">{isCopied.value ? t('empty.copied') : ''}</span>
    </div>
  );
}

/** The page's own shape while the first answer is on its way. */
export function OverviewSkeleton() {
  const isSlow = useIsSlow(true);
  const blank = (height: number) => (
    <div class={`card skeleton${isSlow ? ' is-slow' : ''}`} style={{ height: `${height}px` }} />
  );
  return (
    <div class="page">
      <PageHead isWaiting title={t('overview.title')}
        about={<span role="status">{isSlow ? t('state.loading') : '\u00a0'}</span>} />
      <div class="controls-blank" />
      <div class="tiles">{[0, 1, 2, 3].map((i) => <div key={i}>{blank(216)}</div>)}</div>
      <div class="columns">{blank(466)}{blank(420)}</div>
    </div>
  );
}
