// SPDX-License-Identifier: AGPL-3.0-or-later
//
// sources_page — where signals come from and who was asked: what an interval can speak of.
import { useSignal } from '@preact/signals';
import { ADDRESS_OF_SOURCES, type SourceReach } from '../api.ts';
import { forget, useLoaded } from '../data.ts';
import * as format from '../format.ts';
import { t } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { Link } from '../ui/link.tsx';
import { Figure } from '../ui/number.tsx';
import { PageHead } from '../ui/page_head.tsx';
import { Failed, Skeleton } from '../ui/state.tsx';
import { closeEdit, edit, view } from '../view.ts';
import { SourceDialog } from './source_dialog.tsx';

/** Answers of people who came by themselves say less than their interval does. */
const isByChance = (source: SourceReach): boolean =>
  source.reached === 'everybody' || source.reached === 'random';

export function SourcesPage() {
  const { data, problem, isLoading, isOld } = useLoaded<{ sources: SourceReach[] }>(ADDRESS_OF_SOURCES);
  const saved = useSignal('');
  const sources = data?.sources;
  const edited = sources?.find((s) => s.key === view.value.edit);
  return (
    <div class={`page${isLoading && isOld ? ' is-old' : ''}`}>
      <PageHead title={t('sources.title')} about={t('sources.about')} />
      <p class="unseen" role="status">{saved.value && t('sources.saved', { name: saved.value })}</p>
      {!sources ? (
        <section class="card">
          {problem ? <Failed problem={problem} what={t('sources.failed')} onRetry={forget} />
            : <Skeleton height={240} />}
        </section>
      ) : sources.length === 0 ? <Empty /> : <List sources={sources} saved={saved.value} />}
      {edited && (
        <SourceDialog key={edited.key} source={edited} onClose={closeEdit} onSaved={(now) => {
          saved.value = now.name;
          closeEdit();
          forget();
        }} />
      )}
    </div>
  );
}

function Empty() {
  return (
    <section class="card empty">
      <Icon name="message" size={28} />
      <h2>{t('sources.none')}</h2>
      <p>{t('sources.none_next')}</p>
      <Link class="button is-primary" to={{ page: 'import_new' }}>{t('imports.bring')}</Link>
    </section>
  );
}

const HEADS = ['sources.name', 'sources.signals', 'sources.reached', 'sources.invited',
  'sources.answered', 'sources.population', 'sources.wave'] as const;

function List({ sources, saved }: { sources: readonly SourceReach[]; saved: string }) {
  return (
    <>
      <section class="card sources" aria-label={t('sources.title')}>
        <table class="wide-table">
          <thead>
            <tr>
              {HEADS.map((head) => <th key={head} scope="col" class={isFigure(head) ? 'is-number' : ''}>
                {t(head)}</th>)}
              <th scope="col"><span class="unseen">{t('sources.edit')}</span></th>
            </tr>
          </thead>
          <tbody>
            {sources.map((source) => <Row key={source.key} source={source} isSaved={saved === source.name} />)}
          </tbody>
        </table>
      </section>
      {sources.some((s) => !isByChance(s)) && (
        <ul class="notes page-notes"><li>{t('sources.note')}</li></ul>
      )}
    </>
  );
}

const isFigure = (head: (typeof HEADS)[number]): boolean =>
  /signals|invited|answered|population/.test(head);

function Row({ source, isSaved }: { source: SourceReach; isSaved: boolean }) {
  const none = (
    <span class="quiet"><span aria-hidden="true">–</span>
      <span class="unseen">{t('sources.not_said')}</span></span>
  );
  const people = (n: number | null) => n === null ? none : <Figure>{format.count(n)}</Figure>;
  return (
    <tr class={isSaved ? 'is-saved' : ''}>
      <th scope="row" data-head={t('sources.name')}>
        <bdi class="source-name">{source.name}</bdi>
        {source.name !== source.key && <code class="quiet source-key">{source.key}</code>}
        {source.wave_of && (
          <span class="field-help">{t('sources.wave_of')} <code>{source.wave_of}</code></span>
        )}
      </th>
      <td class="is-number" data-head={t('sources.signals')}>
        <Link class="n" to={{ page: 'overview', filters: [{ key: 'source', value: source.key }] }}
          title={t('side.only', { name: source.name })}>{format.count(source.signals)}</Link>
      </td>
      <td class="is-kept" data-head={t('sources.reached')}>
        <div>
          <span class={source.reached === 'unknown' ? 'quiet' : ''}>{t(`reached.${source.reached}`)}</span>
          {!isByChance(source) && <span class="field-help">{t('sources.chance_only')}</span>}
        </div>
      </td>
      <td class="is-number" data-head={t('sources.invited')}>{people(source.invited)}</td>
      <td class="is-number" data-head={t('sources.answered')}>{answered(source) ?? none}</td>
      <td class="is-number" data-head={t('sources.population')}>{people(source.population)}</td>
      <td class="is-kept" data-head={t('sources.wave')}>{wave(source) ?? none}</td>
      <td class="row-does">
        <button type="button" class="button" onClick={() => edit(source.key)}
          aria-label={t('sources.edit_of', { name: source.name })}>{t('sources.edit')}</button>
      </td>
    </tr>
  );
}

function answered({ invited, response_rate: rate }: SourceReach) {
  if (rate !== null) return <Figure>{t('unit.percent', { n: format.value(rate, 'percent') })}</Figure>;
  return invited === null ? null : t('sources.more_than_invited');
}

function wave({ from, to }: SourceReach) {
  const noon = (day: string) => `${day}T12:00:00Z`;
  if (from && to) return <bdi>{format.dayRange(noon(from), noon(to), 'UTC')}</bdi>;
  const day = from ?? to;
  if (!day) return null;
  return <>{t(from ? 'sources.since' : 'sources.until')} <bdi>{format.day(noon(day), 'UTC')}</bdi></>;
}
