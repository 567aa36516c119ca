// SPDX-License-Identifier: AGPL-3.0-or-later
//
// side — the way around: the pages, what the overview is narrowed to, and who is signed in.
import { useEffect, useRef } from 'preact/hooks';
import type { Me, Overview, Source } from './api.ts';
import { forget } from './data.ts';
import * as format from './format.ts';
import { t, type Key } from './i18n.ts';
import { Account } from './people/account.tsx';
import { sourceOf } from './question.ts';
import { Icon, Mark, type IconName } from './ui/icon.tsx';
import { Link } from './ui/link.tsx';
import { isListed } from './ui/shortcuts.tsx';
import { switchTheme, theme } from './ui/theme.ts';
import { view, type Page } from './view.ts';

const ENTRIES: readonly { page: Page; holds: readonly Page[]; icon: IconName; text: Key }[] = [
  { page: 'overview', holds: ['overview'], icon: 'house', text: 'overview.nav' },
  { page: 'sources', holds: ['sources'], icon: 'message', text: 'sources.title' },
  { page: 'imports', holds: ['imports', 'import_new', 'import'], icon: 'fileUp', text: 'imports.title' },
];

export function Side({ overview, me }: { overview: Overview | null; me: Me | null }) {
  const { page } = view.value;
  return (
    <header class="side">
      <div class="brand"><Mark /><span>{t('page.brand')}</span></div>
      <nav aria-label={t('page.nav')}>
        <ul class="side-pages">
          {ENTRIES.map((entry) => {
            const isHere = entry.holds.includes(page);
            return (
              <li key={entry.page}>
                <Link class={`nav${isHere ? ' is-here' : ''}`}
                  aria-current={isHere ? (page === entry.page ? 'page' : 'true') : undefined}
                  to={entry.page === 'overview' && page === 'overview'
                    ? { filters: [], opened: null, at: null, measure: null }
                    : { page: entry.page, id: '', edit: null, from: 0 }}>
                  <Icon name={entry.icon} />{t(entry.text)}</Link>
              </li>
            );
          })}
        </ul>
        {page === 'overview' && overview && overview.sources.length > 0 &&
          <SideSources overview={overview} />}
      </nav>
      <div class="side-foot">
        <div class="side-tools">
          <button type="button" class="button is-square is-plain" onClick={switchTheme}
            aria-label={theme.value === 'dark' ? t('page.light') : t('page.dark')}
            title={theme.value === 'dark' ? t('page.light') : t('page.dark')}>
            <Icon name={theme.value === 'dark' ? 'sun' : 'moon'} /></button>
          <button type="button" class="button is-square is-plain" onClick={forget}
            aria-label={t('page.refresh')} title={t('page.refresh')}><Icon name="refresh" /></button>
          <button type="button" class="button is-square is-plain"
            onClick={() => (isListed.value = true)} aria-label={t('shortcuts.title')}
            title={t('shortcuts.title')}><Icon name="keyboard" /></button>
        </div>
        <Account me={me} />
      </div>
    </header>
  );
}

/** What the overview is narrowed to. */
function SideSources({ overview }: { overview: Overview }) {
  const list = useRef<HTMLUListElement>(null);
  const { key } = sourceOf(overview, view.value.filters) ?? {};
  // On a phone they stand in one line: the chosen one is brought to where it is seen.
  useEffect(() => {
    const chosen = list.current?.querySelector<HTMLElement>('.is-on')?.parentElement;
    if (list.current && chosen && list.current.scrollWidth > list.current.clientWidth)
      list.current.scrollTo({ left: chosen.offsetLeft - list.current.offsetLeft - 8 });
  }, [key]);
  const { filters } = view.value;
  const others = filters.filter((f) => f.key !== 'source');
  const isOnly = (key: string) => filters.some((f) => f.key === 'source' && f.value === key);
  const isDimension = overview.dimensions.some((d) => d.key === 'source');
  return (
    <div class="side-sources">
      <h2 class="side-title">{t('side.sources')}</h2>
      <ul ref={list}>
        {overview.sources.map((source) => (
          <li key={source.key}>
            {isDimension
              ? <Link class={`nav${isOnly(source.key) ? ' is-on' : ''}`}
                  aria-current={isOnly(source.key) ? 'true' : undefined}
                  title={t('side.only', { name: source.name })}
                  to={{ filters: isOnly(source.key) ? others
                    : [...others, { key: 'source', value: source.key }] }}>
                  <SourceName source={source} /></Link>
              : <span class="nav"><SourceName source={source} /></span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

function SourceName({ source }: { source: Source }) {
  return (
    <>
      <bdi class="nav-name">{source.name}</bdi>
      <span class="nav-n number">{format.count(source.n)}</span>
    </>
  );
}
