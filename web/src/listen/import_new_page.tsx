// SPDX-License-Identifier: AGPL-3.0-or-later
//
// import_new_page — brings a file: dropped, or chosen by a button.  Nothing is taken by that;
// the next page shows what each column is read as.
import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Problem } from '../api.ts';
import { forget, isSignedOut, problemOf } from '../data.ts';
import * as format from '../format.ts';
import { t } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { PageHead } from '../ui/page_head.tsx';
import { problemText } from '../ui/state.tsx';
import { go } from '../view.ts';
import { bringFile } from './import_api.ts';

/** What happens with a file. */
const STEPS = ['look', 'correct', 'take'] as const;

interface Sending {
  file: File;
  sent: number;
  problem: Problem | null;
  stop: AbortController;
}

export function ImportNewPage() {
  const sending = useSignal<Sending | null>(null);
  const notice = useSignal('');
  useEffect(() => () => sending.value?.stop.abort(), []);

  const bring = (files: FileList | null) => {
    const file = files?.[0];
    if (!file) return;
    notice.value = files.length > 1 ? t('import_new.several') : '';
    const mine: Sending = { file, sent: 0, problem: null, stop: new AbortController() };
    sending.value = mine;
    const isMine = () => sending.value?.stop === mine.stop;
    const onSent = (sent: number) => {
      if (isMine()) sending.value = { ...mine, sent };
    };
    bringFile(file, onSent, mine.stop.signal).then((made) => {
      if (!isMine()) return;
      forget();
      go({ page: 'import', id: String(made.import) }, true);
    }, (cause: unknown) => {
      if (!isMine() || mine.stop.signal.aborted) return;
      const problem = problemOf(cause);
      if (problem.isSignedOut()) isSignedOut.value = true;
      sending.value = { ...mine, problem };
    });
  };
  const cancel = () => {
    sending.value?.stop.abort();
    sending.value = null;
    notice.value = t('import_new.cancelled');
  };

  const { value: now } = sending;
  return (
    <div class="page">
      <PageHead title={t('import_new.title')} about={t('import_new.about')} />
      {now && !now.problem ? <Progress now={now} onCancel={cancel} />
        : <DropZone onFiles={bring} failed={now} notice={notice} />}
      <ol class="steps">
        {STEPS.map((step) => <li key={step}><strong>{t(`import_new.${step}`)}</strong>{' '}
          <span class="quiet">{t(`import_new.${step}_about`)}</span></li>)}
      </ol>
    </div>
  );
}

function DropZone({ onFiles, failed, notice }: {
  onFiles: (files: FileList | null) => void;
  failed: Sending | null;
  notice: Signal<string>;
}) {
  const isOver = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const problem = failed?.problem;
  return (
    <section class={`card drop${isOver.value ? ' is-over' : ''}`} aria-label={t('import_new.title')}
      onDragOver={(event) => {
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) isOver.value = false;
      }}
      onDrop={(event) => {
        event.preventDefault();
        isOver.value = false;
        onFiles(event.dataTransfer?.files ?? null);
      }}>
      {failed && problem && (
        <div class="failed" role="alert">
          <p class="failed-what">{t('import_new.failed', { name: failed.file.name })}</p>
          <p>{problemText(problem)}</p>
          {problem.requestId && problem.status >= 500 && (
            <p class="quiet">{t('problem.request')} <code>{problem.requestId}</code></p>
          )}
        </div>
      )}
      <Icon name="fileUp" size={28} />
      <p class="drop-title">{t('import_new.drop')}</p>
      <p class="quiet drop-or">{t('import_new.or')}</p>
      <button type="button" class="button is-primary" onClick={() => input.current?.click()}>
        {problem ? t('import_new.another') : t('import_new.choose')}</button>
      <input ref={input} type="file" class="unseen" tabIndex={-1} aria-hidden="true"
        onChange={(event) => {
          onFiles(event.currentTarget.files);
          event.currentTarget.value = '';
        }} />
      <p class="quiet drop-what">{t('import_new.what')}</p>
      <p class="quiet" role="status">{notice.value}</p>
    </section>
  );
}

function Progress({ now, onCancel }: { now: Sending; onCancel: () => void }) {
  const { file, sent } = now;
  const isSent = sent >= file.size;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  const text = isSent ? t('import_new.reading', { name: file.name })
    : t('import_new.sending', { name: file.name });
  return (
    <section class="card progress-card">
      <h2 id="progress-title">{text}</h2>
      <progress class="progress" aria-labelledby="progress-title"
        {...(isSent ? {} : { value: sent, max: Math.max(file.size, 1) })} />
      <p class="quiet">{isSent ? format.bytes(file.size)
        : t('import_new.sent', { sent: format.bytes(sent), size: format.bytes(file.size) })}</p>
      <button type="button" class="button" ref={button} onClick={onCancel}>
        {t('import_new.cancel')}</button>
    </section>
  );
}
