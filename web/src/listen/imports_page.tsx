// SPDX-License-Identifier: AGPL-3.0-or-later
//
// imports_page — the files that were brought, the newest first.
import { forget, useLoaded } from '../data.ts';
import * as format from '../format.ts';
import { t } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { Link } from '../ui/link.tsx';
import { Figure } from '../ui/number.tsx';
import { PageHead } from '../ui/page_head.tsx';
import { Failed, Skeleton } from '../ui/state.tsx';
import { view } from '../view.ts';
import { addressOfImports, type Import } from './import_api.ts';
import { StatePill } from './import_state.tsx';

const SHOWN = 50;

export function ImportsPage() {
  const { from } = view.value;
  const { data, problem, isLoading, isOld } = useLoaded<{ imports: Import[]; next: string | null }>(
    addressOfImports(SHOWN, from > 0 ? String(from) : null));
  const imports = data?.imports;
  return (
    <div class={`page${isLoading && isOld ? ' is-old' : ''}`}>
      <PageHead title={t('imports.title')} about={t('imports.about')}>
        <Link class="button is-primary" to={{ page: 'import_new' }}>
          <Icon name="fileUp" />{t('imports.bring')}</Link>
      </PageHead>
      {!imports ? (
        <section class="card">
          {problem ? <Failed problem={problem} what={t('imports.failed')} onRetry={forget} />
            : <Skeleton height={240} />}
        </section>
      ) : imports.length === 0 && from === 0 ? <Empty /> : <List imports={imports} next={data.next} />}
    </div>
  );
}

function Empty() {
  return (
    <section class="card empty">
      <Icon name="fileUp" size={28} />
      <h2>{t('imports.none')}</h2>
      <p>{t('import_new.about')}</p>
      <p class="quiet">{t('import_new.what')}</p>
      <Link class="button is-primary" to={{ page: 'import_new' }}>{t('imports.bring')}</Link>
    </section>
  );
}

const FIGURES = ['taken', 'known', 'refused'] as const;

function List({ imports, next }: { imports: readonly Import[]; next: string | null }) {
  return (
    <>
      <section class="card" aria-label={t('imports.title')}>
        <table class="wide-table">
          <thead>
            <tr>
              <th scope="col">{t('imports.file')}</th>
              <th scope="col">{t('imports.source')}</th>
              <th scope="col">{t('imports.when')}</th>
              {FIGURES.map((figure) => (
                <th key={figure} scope="col" class="is-number">{t(`imports.${figure}`)}</th>
              ))}
              <th scope="col">{t('imports.state')}</th>
            </tr>
          </thead>
          <tbody>{imports.map((one) => <Row key={one.import} one={one} />)}</tbody>
        </table>
      </section>
      <div class="buttons list-steps">
        {view.value.from > 0 && (
          <Link class="button" to={{ from: 0 }}>{t('imports.newest')}</Link>
        )}
        {next && (
          <Link class="button" to={{ from: Number(next) }}>{t('imports.older')}</Link>
        )}
      </div>
    </>
  );
}

function Row({ one }: { one: Import }) {
  const isBegun = one.state !== 'looked_at' && one.state !== 'waiting';
  const figures = { taken: one.taken, known: one.duplicates, refused: one.refused };
  return (
    <tr class={one.state === 'undone' ? 'is-past' : ''}>
      <th scope="row">
        <Link class="row-link" to={{ page: 'import', id: String(one.import) }}>
          <bdi>{one.name}</bdi></Link>
      </th>
      <td data-head={t('imports.source')}>
        {one.source ? <bdi class="long">{one.source}</bdi> : <span class="quiet">{t('imports.not_yet')}</span>}
      </td>
      <td class="is-kept" data-head={t('imports.when')}><bdi>{format.moment(one.started_at)}</bdi></td>
      {FIGURES.map((figure) => (
        <td key={figure} class="is-number" data-head={t(`imports.${figure}`)}>
          {isBegun ? <Figure as={figure === 'refused' && one.refused > 0 ? 'tone-text-low' : ''}>
            {format.count(figures[figure])}</Figure> : <span class="quiet">–</span>}
        </td>
      ))}
      <td class="is-kept" data-head={t('imports.state')}><StatePill state={one.state} /></td>
    </tr>
  );
}
