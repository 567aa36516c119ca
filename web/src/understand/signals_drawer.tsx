// SPDX-License-Identifier: AGPL-3.0-or-later
//
// signals_drawer — the signals behind a number, with their words, as many as the number's n;
// and what to do with them.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import {
  addressOfQuery, addressOfSignals, get, Problem, type Answer, type Measure, type Overview,
  type Row, type Signal, type Signals,
} from '../api.ts';
import { isSignedOut, useLoaded } from '../data.ts';
import * as format from '../format.ts';
import { t } from '../i18n.ts';
import { segmentQuestion, tileQuestion, trendQuestion } from '../question.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Figure } from '../ui/number.tsx';
import { Failed, Nothing, Skeleton } from '../ui/state.tsx';
import { closeOpened, go, view, type Opened } from '../view.ts';
import * as words from './words.ts';

const PAGE = 25;
/** As many as somebody reads in one sitting. */
const SITTING = 50;

function questionOf(overview: Overview, measure: Measure, opened: Opened): string | null {
  if (opened.of === 'tile') return tileQuestion(overview, measure, view.value);
  if (opened.of === 'trend') return trendQuestion(overview, measure, view.value);
  const key = Object.keys(opened.by)[0];
  const dimension = overview.dimensions.find((d) => d.ask === key || d.key === key) ??
    overview.dimensions.find((d) => d.key === view.value.by);
  return dimension ? segmentQuestion(overview, measure, dimension, view.value) : null;
}

const isSame = (a: Record<string, unknown>, b: Record<string, unknown>): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

export function SignalsDrawer({ overview, measure, opened }: {
  overview: Overview; measure: Measure; opened: Opened;
}) {
  const question = questionOf(overview, measure, opened);
  const answer = useLoaded<Answer>(question ? addressOfQuery(question) : null);
  const row = answer.data?.rows.find((r) => isSame(r.by, opened.by));
  const groups = Object.entries(opened.by).map(([key, v]) =>
    v !== null && opened.of !== 'segment' ? words.periodName(v, true)
      : words.groupName(v, overview.dimensions.find((d) => d.ask === key)?.key, overview));
  const filters = view.value.filters.map((f) => words.groupName(f.value, f.key, overview));
  const title = [words.measureTitle(measure), ...groups, ...filters].join(' · ');
  const pages = usePages(question, opened);
  const first = pages.first;
  return (
    <Dialog kind="drawer" title={title} onClose={closeOpened}
      about={<About row={row} measure={measure} n={first?.n} withWords={first?.n_words} />}
      foot={first && first.n > 0 ? <NextStep n={first.n} withWords={first.n_words} /> : null}>
      {first?.n_words !== undefined && first.n_words > 0 && first.n_words < first.n && (
        <label class="check">
          <input type="checkbox" checked={view.value.isOnlyWords}
            onChange={(event) => go({ isOnlyWords: event.currentTarget.checked }, true)} />
          {t('signals.only_words', { n: format.count(first.n_words) }, first.n_words)}
        </label>
      )}
      {first && first.n > 0 && pages.signals.length > 0 && (
        <ol class="signals">
          {pages.signals.map((signal) => (
            <SignalItem key={signal.id} signal={signal} overview={overview} />
          ))}
        </ol>
      )}
      {first?.n === 0 && <Nothing title={t('signals.nothing')} />}
      {pages.isLoading && <Skeleton height={first ? 60 : 360} />}
      {pages.problem && (
        <Failed problem={pages.problem} what={t('signals.failed')} onRetry={pages.more} />
      )}
      {pages.hasMore && !pages.isLoading && !pages.problem && (
        <button type="button" class="button signals-more" onClick={pages.more}>
          {t('signals.more')}</button>
      )}
      {first && (
        <p class="quiet signals-shown" role="status">
          {t('signals.shown', {
            shown: format.count(pages.signals.length),
            n: format.count(view.value.isOnlyWords ? first.n_words ?? first.n : first.n),
          })}
        </p>
      )}
    </Dialog>
  );
}

/** Pages by cursor, begun anew when the question changes. */
function usePages(question: string | null, opened: Opened) {
  const state = useSignal<{
    first: Signals | null; signals: Signal[]; next: string | null; isLoading: boolean;
    problem: Problem | null;
  }>({ first: null, signals: [], next: null, isLoading: true, problem: null });
  const run = useRef<AbortController | null>(null);
  const { isOnlyWords } = view.value;

  const load = (cursor: string | null) => {
    if (!question) return;
    run.current?.abort();
    const controller = new AbortController();
    run.current = controller;
    state.value = { ...state.value, isLoading: true, problem: null };
    get<Signals>(addressOfSignals(question, opened.by, { limit: PAGE, cursor, onlyWords: isOnlyWords }),
      controller.signal)
      .then((page) => {
        const known = cursor ? state.value.signals : [];
        state.value = {
          first: cursor && state.value.first ? state.value.first : page,
          signals: [...known, ...page.signals], next: page.next, isLoading: false, problem: null,
        };
      }, (cause: unknown) => {
        if (controller.signal.aborted) return;
        const problem = cause instanceof Problem ? cause : new Problem(0, 'UNKNOWN', String(cause), null);
        if (problem.isSignedOut()) isSignedOut.value = true;
        state.value = { ...state.value, isLoading: false, problem };
      });
  };
  useEffect(() => {
    load(null);
    return () => run.current?.abort();
  }, [question, JSON.stringify(opened.by), isOnlyWords]);

  const { first, signals, next, isLoading, problem } = state.value;
  return { first, signals, isLoading, problem, hasMore: next !== null, more: () => load(next) };
}

function About({ row, measure, n, withWords }: {
  row: Row | undefined; measure: Measure; n: number | undefined; withWords: number | undefined;
}) {
  return (
    <p>
      {row && !words.isHidden(row) && (
        <>
          <strong><Figure>{words.valueText(row, measure)}</Figure></strong>{' '}
          {words.intervalText(row, measure) && (
            <span class="quiet number">{words.intervalText(row, measure)}</span>
          )}{' '}
        </>
      )}
      {n !== undefined && <strong class="signals-count" data-count={n}>{words.answersText(n)}</strong>}
      {withWords !== undefined && <span class="quiet">{' '}
        {t('signals.with_words', { n: format.count(withWords) }, withWords)}</span>}
    </p>
  );
}

/** From a number to words, and from words to somebody who does something. */
function NextStep({ n, withWords }: { n: number; withWords: number | undefined }) {
  const readable = withWords ?? n;
  const text = readable === 0 ? t('next.no_words')
    : readable <= SITTING ? t('next.read', { n: format.count(readable) }, readable)
    : t('next.begin', { n: format.count(PAGE) }, PAGE);
  return (
    <div class="next-step">
      <h3>{t('next.title')}</h3>
      <p>{text}</p>
    </div>
  );
}

function SignalItem({ signal, overview }: { signal: Signal; overview: Overview }) {
  const zone = overview.organisation.zone;
  const said = signal.words ?? [];
  const places = [signal.touchpoint, signal.channel, signal.unit].filter((p): p is string => !!p);
  const { value } = signal;
  const shown = typeof value === 'number' ? format.tick(value) : value;
  return (
    <li data-id={signal.id} class={`signal${said.length === 0 ? ' is-silent' : ''}`}>
      <span class={`score${signal.counted_as ? ` counted-${signal.counted_as}` : ''}`}>
        <span class="unseen">{signal.counted_as ? t(`counted.${signal.counted_as}`) : t('signals.answer')}{' '}</span>
        <Figure>{shown ?? '–'}</Figure>
      </span>
      <div>
        {said.map((w) => (
          <p key={w.field} class="verbatim" dir="auto" lang={signal.language ?? undefined}>{w.text}</p>
        ))}
        <p class="signal-about">
          {said.length === 0 && <span class="unseen">{t('signals.no_words')}</span>}
          {[...places, words.sourceName(overview, signal.source)].map((p) => (
            <span key={p}><bdi>{p}</bdi></span>
          ))}
          <time dateTime={signal.at}>{format.day(signal.at, zone)}{signal.at_assumed &&
            ` (${t('signals.assumed')})`}</time>
        </p>
      </div>
    </li>
  );
}
