// SPDX-License-Identifier: AGPL-3.0-or-later
//
// app — the frame of every page: who is signed in, the way around, and what is shown.
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import {
  ADDRESS_OF_OVERVIEW, loadMe, Problem, type Me, type Overview, type Source,
} from './api.ts';
import { forget, generation, isSignedOut, isStale, useLoaded } from './data.ts';
import * as format from './format.ts';
import { t, tongue } from './i18n.ts';
import { Account, SignedOut } from './people/account.tsx';
import { Icon, Mark } from './ui/icon.tsx';
import { isListed, listen, ShortcutList, type Shortcut } from './ui/shortcuts.tsx';
import { Failed } from './ui/state.tsx';
import { switchTheme, theme } from './ui/theme.ts';
import { choosePer, movePeriod } from './understand/controls.tsx';
import { OverviewPage, OverviewSkeleton } from './understand/overview.tsx';
import { addressOf, go, view } from './view.ts';

function shortcutsFor(overview: Overview | null): Shortcut[] {
  const here: Shortcut[] = overview ? [
    { key: 'w', text: 'shortcuts.week', run: () => choosePer(overview, 'week') },
    { key: 'm', text: 'shortcuts.month', run: () => choosePer(overview, 'month') },
    { key: 'q', text: 'shortcuts.quarter', run: () => choosePer(overview, 'quarter') },
    { key: 'y', text: 'shortcuts.year', run: () => choosePer(overview, 'year') },
    { key: '[', text: 'shortcuts.earlier', run: () => movePeriod(overview, -1) },
    { key: ']', text: 'shortcuts.later', run: () => movePeriod(overview, 1) },
    { key: 's', text: 'shortcuts.segments', run: () => document.getElementById('dimension')?.focus() },
    { key: 'r', text: 'shortcuts.refresh', run: forget },
  ] : [];
  return [
    { key: '?', text: 'shortcuts.list', run: () => (isListed.value = true) }, ...here,
    { key: 't', text: 'shortcuts.theme', run: switchTheme },
  ];
}

export function App() {
  const me = useSignal<Me | null>(null);
  void tongue.value; // everything is drawn anew in another language
  useEffect(() => {
    loadMe().then((found) => (me.value = found), (problem: unknown) => {
      if (problem instanceof Problem && problem.isSignedOut()) isSignedOut.value = true;
    });
  }, [generation.value]);
  const loaded = useLoaded<Overview>(ADDRESS_OF_OVERVIEW);
  const overview = loaded.data;
  const shortcuts = shortcutsFor(overview);
  useLayoutEffect(() => listen(shortcuts), [overview]);
  useEffect(() => {
    document.title = t('page.title', { page: t('overview.title') });
  }, [tongue.value]);

  // What the server proposes holds until somebody chooses.
  if (overview && !view.value.isPerChosen && view.value.per !== overview.per)
    view.value = { ...view.value, per: overview.per };

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
          {isStale.value && overview && (
            <div class="banner is-problem" role="alert">
              <p>{t('state.old')}</p>
              <button type="button" class="button" onClick={forget}>{t('problem.retry')}</button>
            </div>
          )}
          {overview ? <OverviewPage overview={overview} isOld={loaded.isLoading && loaded.isOld} />
            : loaded.problem ? (
              <div class="page">
                <header class="page-head"><h1>{t('overview.title')}</h1></header>
                <section class="card"><Failed problem={loaded.problem} what={t('overview.failed')}
                  onRetry={forget} /></section>
              </div>
            ) : <OverviewSkeleton />}
        </main>
      </div>
      {isListed.value && <ShortcutList shortcuts={shortcuts} />}
    </>
  );
}

function SourceName({ source }: { source: Source }) {
  return (
    <>
      <Icon name="message" />
      <bdi class="nav-name">{source.name}</bdi>
      <span class="nav-n number">{format.count(source.n)}</span>
    </>
  );
}

function Side({ overview, me }: { overview: Overview | null; me: Me | null }) {
  const filters = view.value.filters;
  const isOnly = (key: string) => filters.some((f) => f.key === 'source' && f.value === key);
  const toggled = (key: string) => isOnly(key)
    ? filters.filter((f) => f.key !== 'source')
    : [...filters.filter((f) => f.key !== 'source'), { key: 'source', value: key }];
  const link = (changes: Parameters<typeof go>[0]) => ({
    href: addressOf(changes),
    onClick: (event: MouseEvent) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      go(changes);
    },
  });
  return (
    <header class="side">
      <div class="brand"><Mark /><span>{t('page.brand')}</span></div>
      <nav aria-label={t('page.nav')}>
        <a class="nav is-here" aria-current="page"
          {...link({ filters: [], opened: null, at: null, measure: null })}>
          <Icon name="house" />{t('overview.nav')}</a>
        {overview && overview.sources.length > 0 && (
          <div class="side-sources">
            <h2 class="side-title">{t('side.sources')}</h2>
            <ul>
              {overview.sources.map((source) => (
                <li key={source.key}>
                  {overview.dimensions.some((d) => d.key === 'source')
                    ? <a class={`nav${isOnly(source.key) ? ' is-on' : ''}`}
                        aria-current={isOnly(source.key) ? 'true' : undefined}
                        title={t('side.only', { name: source.name })}
                        {...link({ filters: toggled(source.key) })}><SourceName source={source} /></a>
                    : <span class="nav"><SourceName source={source} /></span>}
                </li>
              ))}
            </ul>
          </div>
        )}
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
