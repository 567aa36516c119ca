// SPDX-License-Identifier: AGPL-3.0-or-later
//
// import_progress — how far a file is, as the server tells it.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { forget } from '../data.ts';
import * as format from '../format.ts';
import { t } from '../i18n.ts';
import { Figure } from '../ui/number.tsx';
import { PageHead } from '../ui/page_head.tsx';
import { followImport, type Import } from './import_api.ts';
import { StatePill } from './import_state.tsx';

export function ImportProgress({ first }: { first: Import }) {
  const now = useSignal(first);
  useEffect(() => followImport(first.import, (found) => (now.value = found), forget), [first]);
  const { state, rows, records, taken, duplicates, refused, removed } = now.value;
  const isUndoing = state === 'undoing';
  const whole = isUndoing ? taken : rows;
  const done = isUndoing ? removed : records;
  const text = isUndoing ? t('progress.undoing') : state === 'waiting' ? t('progress.waiting')
    : t('progress.taking');
  const of = whole === null ? format.count(done)
    : t('progress.of', { done: format.count(done), whole: format.count(whole) }, whole);
  return (
    <div class="page">
      <PageHead isName title={first.name} about={t('progress.leave')}><StatePill state={state} /></PageHead>
      <section class="card progress-card" aria-labelledby="progress-title">
        <h2 id="progress-title">{text}</h2>
        <progress class="progress" aria-labelledby="progress-title"
          {...(whole === null || state === 'waiting' ? {} : { value: done, max: Math.max(whole, 1) })} />
        <p role="status">{of}</p>
        {!isUndoing && (
          <dl class="figures">
            {([['taken', taken], ['known', duplicates], ['refused', refused]] as const).map(([key, n]) => (
              <div key={key}><dt>{t(`imports.${key}`)}</dt><dd><Figure>{format.count(n)}</Figure></dd></div>
            ))}
          </dl>
        )}
      </section>
    </div>
  );
}
