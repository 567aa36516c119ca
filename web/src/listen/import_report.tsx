// SPDX-License-Identifier: AGPL-3.0-or-later
//
// import_report — what became of a file: taken, known already, refused and why; and the way back.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Problem } from '../api.ts';
import { forget, isSignedOut, problemOf } from '../data.ts';
import * as format from '../format.ts';
import { t } from '../i18n.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Link } from '../ui/link.tsx';
import { Figure } from '../ui/number.tsx';
import { PageHead } from '../ui/page_head.tsx';
import { problemText } from '../ui/state.tsx';
import { isToBeReadAgain, readAgain, undoToReadAgain } from './import_again.ts';
import {
  addressOfQuarantine, dropImport, takeImport, type ImportDetail, type Question, type Refusal,
} from './import_api.ts';
import { StatePill } from './import_state.tsx';
import { noteText } from './note_text.ts';
import { keptOf, keyOf } from './question_kept.ts';
import { questionText } from './question_text.ts';

export function ImportReport({ detail }: { detail: ImportDetail }) {
  const isAsking = useSignal(false);
  const isChanging = useSignal(false);
  const isBusy = useSignal(false);
  const problem = useSignal<Problem | null>(null);
  const act = (action: Promise<unknown>) => {
    isAsking.value = isChanging.value = false;
    isBusy.value = true;
    action.then(() => {
      problem.value = null;
      forget();
    }, (cause: unknown) => {
      problem.value = problemOf(cause);
      if (problem.value.isSignedOut()) isSignedOut.value = true;
    }).finally(() => (isBusy.value = false));
  };
  const { state, source, taken, report } = detail;
  useEffect(() => {
    if (state === 'undone' && isToBeReadAgain(detail.import)) act(readAgain(detail.import));
  }, [state, detail.import]);
  const isThere = state === 'done' || state === 'stopped';
  return (
    <div class="page">
      <PageHead isName title={detail.name} about={<About detail={detail} />}><StatePill state={state} /></PageHead>
      {problem.value && (
        <div class="banner is-problem report-problem" role="alert"><p>{problemText(problem.value)}</p></div>
      )}
      {detail.error && (
        <section class="card failed-card">
          <div class="failed">
            <p class="failed-what">{t('report.stopped')}</p>
            <p><bdi lang="en">{detail.error}</bdi></p>
          </div>
        </section>
      )}
      <Figures detail={detail} />
      <div class="buttons report-does">
        {state === 'stopped' && (
          <button type="button" class="button is-primary" aria-disabled={isBusy.value}
            onClick={() => isBusy.value || act(takeImport(detail.import))}>{t('report.go_on')}</button>
        )}
        {isThere && taken > 0 && source && (
          <Link class={`button${state === 'done' ? ' is-primary' : ''}`}
            to={{ page: 'overview', filters: [{ key: 'source', value: source }] }}>{t('report.see')}</Link>
        )}
        {isThere && (
          <button type="button" class="button" aria-disabled={isBusy.value}
            onClick={() => (isAsking.value = !isBusy.value)}>{t('undo.button')}</button>
        )}
        {isThere && detail.is_sent && (
          <button type="button" class="button" aria-disabled={isBusy.value}
            onClick={() => (isChanging.value = !isBusy.value)}>{t('again.button')}</button>
        )}
        {state === 'undone' && detail.is_sent && (
          <button type="button" class="button is-primary" aria-disabled={isBusy.value}
            onClick={() => isBusy.value || act(readAgain(detail.import))}>{t('again.look')}</button>
        )}
        {state === 'undone' && (
          <Link class="button" to={{ page: 'import_new' }}>{t('imports.bring')}</Link>
        )}
      </div>
      {report && detail.refused > 0 && <Refused detail={detail} refused={report.refused} />}
      {report?.notes && report.notes.length > 0 && (
        <section class="card" aria-labelledby="notes-title">
          <h2 id="notes-title">{t('report.notes')}</h2>
          <ul class="report-notes">
            {report.notes.map((note) => {
              const { text, isEnglish } = noteText(note, report.join);
              return <li key={note.code}>{isEnglish ? <bdi lang="en">{text}</bdi> : text}</li>;
            })}
          </ul>
        </section>
      )}
      {report && <Assumed questions={report.questions.filter((q) => !keptOf(detail.import).has(keyOf(q)))} />}
      {isChanging.value && (
        <AgainDialog detail={detail} onClose={() => (isChanging.value = false)}
          onGo={() => act(undoToReadAgain(detail.import))} />
      )}
      {isAsking.value && (
        <UndoDialog detail={detail} onClose={() => (isAsking.value = false)}
          onUndo={() => act(dropImport(detail.import))} />
      )}
    </div>
  );
}

/** What was asked before the file was taken and not answered: how it was read all the same. */
function Assumed({ questions }: { questions: readonly Question[] }) {
  return questions.length > 0 && (
    <section class="card" aria-labelledby="assumed-title">
      <h2 id="assumed-title">{t('report.assumed')}</h2>
      <ul class="report-notes">
        {questions.map((question, i) => {
          const { text, isEnglish } = questionText(question);
          return <li key={`${question.code}${i}`}>{isEnglish ? <bdi lang="en">{text}</bdi> : text}</li>;
        })}
      </ul>
    </section>
  );
}

function About({ detail }: { detail: ImportDetail }) {
  const { source, started_at: begun, undone_at: undone } = detail;
  return (
    <>
      {source && <>{t('report.source')} <bdi>{source}</bdi>. </>}
      {t('report.begun', { time: format.moment(begun) })}
      {undone && <> {t('report.undone', { time: format.moment(undone) })}</>}
    </>
  );
}

function Figures({ detail }: { detail: ImportDetail }) {
  const { state, rows, taken, duplicates, refused, removed } = detail;
  const figures = [
    ['report.records', rows ?? detail.records, ''], ['imports.taken', taken, ''],
    ['imports.known', duplicates, ''], ['imports.refused', refused, refused > 0 ? 'tone-text-low' : ''],
    ...(state === 'undone' ? [['report.removed', removed, ''] as const] : []),
  ] as const;
  return (
    <dl class="card figures is-large">
      {figures.map(([key, n, tone]) => (
        <div key={key}><dt>{t(key)}</dt><dd><Figure as={tone}>{format.count(n)}</Figure></dd></div>
      ))}
    </dl>
  );
}

function Refused({ detail, refused }: { detail: ImportDetail; refused: readonly Refusal[] }) {
  // Of a refused cell alone, the record was taken: only whole records are given back.
  const mayHaveRecords = refused.some((r) => !r.column) || detail.refused > refused.length;
  return (
    <section class="card" aria-labelledby="refused-title">
      <header class="card-head">
        <div>
          <h2 id="refused-title">{t('report.refused', { n: format.count(detail.refused) }, detail.refused)}</h2>
          <p class="card-about">{t('report.refused_about')}</p>
        </div>
        {mayHaveRecords && (
          <a class="button" href={addressOfQuarantine(detail.import)} download>{t('report.quarantine')}</a>
        )}
      </header>
      {refused.length > 0 && (
        <div class="scrolls" tabIndex={0} role="group" aria-labelledby="refused-title">
          <table class="plain-table refusals">
            <thead>
              <tr><th scope="col" class="is-number">{t('report.line')}</th>
                <th scope="col">{t('report.column')}</th><th scope="col">{t('report.reason')}</th></tr>
            </thead>
            <tbody>
              {refused.map(({ line, column, reason }, i) => (
                <tr key={i}>
                  <td class="is-number"><Figure>{format.count(line)}</Figure></td>
                  <td>{column ? <bdi>{column}</bdi> : <span class="quiet">{t('report.whole')}</span>}</td>
                  <td class="refusal-reason"><bdi lang="en">{reason}</bdi></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {detail.refused > refused.length && (
        <p class="quiet report-more">{t('report.first', { shown: format.count(refused.length),
          n: format.count(detail.refused) }, detail.refused)}</p>
      )}
    </section>
  );
}

function UndoDialog({ detail, onClose, onUndo }: {
  detail: ImportDetail; onClose: () => void; onUndo: () => void;
}) {
  return (
    <Dialog kind="middle" title={t('undo.title', { name: detail.name })} onClose={onClose}
      foot={
        <div class="buttons">
          <button type="button" class="button is-primary" onClick={onUndo}>
            {t('undo.go', { n: format.count(detail.taken) }, detail.taken)}</button>
          <button type="button" class="button" onClick={onClose}>{t('undo.keep')}</button>
        </div>
      }>
      <p>{t('undo.what', { n: format.count(detail.taken) }, detail.taken)}</p>
      <p class="quiet undo-more">{t('undo.more')}</p>
    </Dialog>
  );
}

function AgainDialog({ detail, onClose, onGo }: {
  detail: ImportDetail; onClose: () => void; onGo: () => void;
}) {
  return (
    <Dialog kind="middle" title={t('again.title', { name: detail.name })} onClose={onClose}
      foot={
        <div class="buttons">
          <button type="button" class="button is-primary" onClick={onGo}>{t('again.go')}</button>
          <button type="button" class="button" onClick={onClose}>{t('undo.keep')}</button>
        </div>
      }>
      <p>{t('again.what', { n: format.count(detail.taken) }, detail.taken)}</p>
      <p class="quiet undo-more">{t('again.more')}</p>
    </Dialog>
  );
}
