// SPDX-License-Identifier: AGPL-3.0-or-later
//
// plan_book — a code book, pasted or chosen: what it says of the columns goes into the map.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Problem } from '../api.ts';
import { isSignedOut, problemOf } from '../data.ts';
import { t } from '../i18n.ts';
import { problemText } from '../ui/state.tsx';
import { isPlanned, setCodes } from './import_api.ts';
import type { Plan } from './plan.ts';

const EXAMPLE = 'GATE: Where did you board?\n1 = Terminal A\n2 = Terminal B';

export function PlanBook({ plan, id }: { plan: Plan; id: number }) {
  const text = useSignal('');
  const problem = useSignal<Problem | null>(null);
  const isDone = useSignal(false);
  const isBusy = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const use = (book: string | File) => {
    if (isBusy.value) return;
    isBusy.value = true;
    isDone.value = false;
    setCodes(id, book).then((found) => {
      isBusy.value = false;
      problem.value = null;
      isDone.value = true;
      text.value = '';
      if (isPlanned(found.report)) plan.adopt(found.report);
    }, (cause: unknown) => {
      isBusy.value = false;
      problem.value = problemOf(cause);
      if (problem.value.isSignedOut()) isSignedOut.value = true;
    });
  };
  const isReady = !plan.isAsking && !plan.problem && !isBusy.value;
  return (
    <details class="card plan-map plan-book">
      <summary><h2>{t('plan.book')}</h2></summary>
      <p class="card-about">{t('plan.book_about')}</p>
      <div class="field">
        <label for="book-text">{t('plan.book_text')}</label>
        <textarea class="input map-text" id="book-text" dir="ltr" spellcheck={false} rows={6} value={text.value}
          placeholder={EXAMPLE} aria-invalid={problem.value ? true : undefined}
          aria-describedby={problem.value ? 'book-wrong' : undefined}
          onInput={(event) => (text.value = event.currentTarget.value)} />
        {problem.value && <p class="field-wrong" id="book-wrong" role="alert">{problemText(problem.value)}</p>}
      </div>
      <div class="buttons">
        <button type="button" class="button is-primary" disabled={!isReady || text.value.trim() === ''}
          onClick={() => use(text.value)}>{t('plan.book_use')}</button>
        <button type="button" class="button" disabled={!isReady} onClick={() => input.current?.click()}>
          {t('plan.book_file')}</button>
        <input ref={input} type="file" class="unseen" tabIndex={-1} aria-hidden="true"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) use(file);
            event.currentTarget.value = '';
          }} />
        <span class="quiet" role="status">{isDone.value ? t('plan.book_done') : ''}</span>
      </div>
    </details>
  );
}
