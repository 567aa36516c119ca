// SPDX-License-Identifier: AGPL-3.0-or-later
//
// app — the frame of every page: who is signed in, the way around, and what is shown.
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { ADDRESS_OF_OVERVIEW, loadMe, Problem, type Me, type Overview } from './api.ts';
import { forget, generation, isSignedOut, isStale, useLoaded, type Loaded } from './data.ts';
import { t, tongue, type Key } from './i18n.ts';
import { SignedOut } from './people/account.tsx';
import { perOf } from './question.ts';
import { Side } from './side.tsx';
import { Later, type Chunk } from './ui/later.tsx';
import { PageHead } from './ui/page_head.tsx';
import { isListed, listen, ShortcutList, type Shortcut } from './ui/shortcuts.tsx';
import { Failed } from './ui/state.tsx';
import { switchTheme } from './ui/theme.ts';
import { choosePer, movePeriod } from './understand/controls.tsx';
import { OverviewPage, OverviewSkeleton } from './understand/overview.tsx';
import { go, view, type Page } from './view.ts';

/** The overview comes with the first load; other pages come when they are wanted. */
const CHUNKS: Record<Exclude<Page, 'overview'>, Chunk & { title: Key }> = {
  sources: {
    title: 'sources.title', load: () => import('./listen/sources_page.tsx').then((m) => m.SourcesPage),
  },
  imports: {
    title: 'imports.title', load: () => import('./listen/imports_page.tsx').then((m) => m.ImportsPage),
  },
  import_new: {
    title: 'import_new.title',
    load: () => import('./listen/import_new_page.tsx').then((m) => m.ImportNewPage),
  },
  import: {
    title: 'import.title', load: () => import('./listen/import_page.tsx').then((m) => m.ImportPage),
  },
};

const ofOverview = (overview: Overview): Shortcut[] => [
  { key: 'w', text: 'shortcuts.week', run: () => choosePer(overview, 'week') },
  { key: 'm', text: 'shortcuts.month', run: () => choosePer(overview, 'month') },
  { key: 'q', text: 'shortcuts.quarter', run: () => choosePer(overview, 'quarter') },
  { key: 'y', text: 'shortcuts.year', run: () => choosePer(overview, 'year') },
  { key: '[', text: 'shortcuts.earlier', run: () => movePeriod(overview, -1) },
  { key: ']', text: 'shortcuts.later', run: () => movePeriod(overview, 1) },
  { key: 's', text: 'shortcuts.segments', run: () => document.getElementById('dimension')?.focus() },
];

const shortcutsFor = (overview: Overview | null): Shortcut[] => [
  { key: '?', text: 'shortcuts.list', run: () => (isListed.value = true) },
  { key: '1', text: 'overview.nav', run: () => go({ page: 'overview', id: '' }) },
  { key: '2', text: 'sources.title', run: () => go({ page: 'sources', id: '' }) },
  { key: '3', text: 'imports.title', run: () => go({ page: 'imports', id: '' }) },
  { key: 'n', text: 'imports.bring', run: () => go({ page: 'import_new', id: '' }) },
  ...(overview ? ofOverview(overview) : []),
  { key: 'r', text: 'shortcuts.refresh', run: forget },
  { key: 't', text: 'shortcuts.theme', run: switchTheme },
];

export function App() {
  const me = useSignal<Me | null>(null);
  void tongue.value; // everything is drawn anew in another language
  useEffect(() => {
    loadMe().then((found) => (me.value = found), (problem: unknown) => {
      if (problem instanceof Problem && problem.isSignedOut()) isSignedOut.value = true;
    });
  }, [generation.value]);
  const { page } = view.value;
  const loaded = useLoaded<Overview>(page === 'overview' ? ADDRESS_OF_OVERVIEW : null);
  const overview = loaded.data;
  const shortcuts = shortcutsFor(overview);
  useLayoutEffect(() => listen(shortcuts), [overview]);

  // What the server proposes holds until somebody chooses.
  const proposed = overview && perOf(overview, view.value.filters);
  if (proposed && !view.value.isPerChosen && view.value.per !== proposed)
    view.value = { ...view.value, per: proposed };

  if (isSignedOut.value) return <SignedOut />;
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => {
        event.preventDefault();
        document.getElementById('main')?.focus();
      }}>{t('page.skip')}</a>
      <div class="frame">
        <Side overview={overview} me={me.value} />
        <main id="main" tabIndex={-1}>
          {isStale.value && (
            <div class="banner is-problem" role="alert">
              <p>{t('state.old')}</p>
              <button type="button" class="button" onClick={forget}>{t('problem.retry')}</button>
            </div>
          )}
          {page === 'overview' ? <OverviewOf loaded={loaded} />
            : <Later key={page} chunk={CHUNKS[page]} title={t(CHUNKS[page].title)} />}
        </main>
      </div>
      {isListed.value && <ShortcutList shortcuts={shortcuts} />}
    </>
  );
}

function OverviewOf({ loaded }: { loaded: Loaded<Overview> }) {
  if (loaded.data)
    return <OverviewPage overview={loaded.data} isOld={loaded.isLoading && loaded.isOld} />;
  if (!loaded.problem) return <OverviewSkeleton />;
  return (
    <div class="page">
      <PageHead title={t('overview.title')} />
      <section class="card"><Failed problem={loaded.problem} what={t('overview.failed')}
        onRetry={forget} /></section>
    </div>
  );
}
