// SPDX-License-Identifier: AGPL-3.0-or-later
//
// source_dialog — says of a source who was reached.  What is wrong stands beside its field, as
// the server says it; what was written stays.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import {
  changeSource, HOW_REACHED, type HowReached, type Problem, type SourceChange, type SourceReach,
} from '../api.ts';
import { isSignedOut, problemOf } from '../data.ts';
import { t } from '../i18n.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ChoiceField, TextField } from '../ui/field.tsx';
import { problemText } from '../ui/state.tsx';
import { SourceExport } from './source_export.tsx';

type Draft = Record<'name' | 'invited' | 'population' | 'from' | 'to', string> & { reached: HowReached };

const draftOf = (source: SourceReach): Draft => ({
  name: source.name, reached: source.reached, invited: String(source.invited ?? ''),
  population: String(source.population ?? ''), from: source.from ?? '', to: source.to ?? '',
});

const peopleOf = (text: string): string | number | null => {
  const digits = text.replace(/\s/g, '');
  if (digits === '') return null;
  return /^\d+$/.test(digits) ? Number(digits) : text;
};

/** What differs from what is known. */
function changeOf(source: SourceReach, draft: Draft): SourceChange {
  const was = draftOf(source);
  const change: SourceChange = {};
  for (const key of Object.keys(draft) as (keyof Draft)[]) {
    if (draft[key] === was[key]) continue;
    if (key === 'invited' || key === 'population') change[key] = peopleOf(draft[key]);
    else change[key] = key === 'name' ? draft.name : draft[key] || null;
  }
  return change;
}

export function SourceDialog({ source, onClose, onSaved }: {
  source: SourceReach;
  onClose: () => void;
  onSaved: (now: SourceReach) => void;
}) {
  const draft = useSignal(draftOf(source));
  const problem = useSignal<Problem | null>(null);
  const isSaving = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  const at = problem.value?.at ?? null;
  const wrongAt = (key: keyof Draft): string | null =>
    at === key && problem.value ? problemText(problem.value) : null;
  const field = (key: Exclude<keyof Draft, 'reached'>) => ({
    name: key, value: draft.value[key], label: t(`source.${key}`), wrong: wrongAt(key),
    onInput: (value: string) => (draft.value = { ...draft.value, [key]: value }),
  });
  useLayoutEffect(() => {
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"], .failed');
    (wrong?.querySelector('input') ?? wrong)?.focus();
  }, [problem.value]);
  const save = (event: Event) => {
    event.preventDefault();
    if (isSaving.value) return;
    isSaving.value = true;
    changeSource(source.key, changeOf(source, draft.value)).then(onSaved, (cause: unknown) => {
      isSaving.value = false;
      problem.value = problemOf(cause);
      if (problem.value.isSignedOut()) isSignedOut.value = true;
    });
  };
  const isBeside = at !== null && at in draft.value;
  return (
    <Dialog kind="drawer" title={t('source.title', { name: source.name })} onClose={onClose}
      foot={
        <div class="buttons">
          <button type="submit" form="source-form" class="button is-primary" aria-disabled={isSaving.value}>
            {isSaving.value ? t('source.saving') : t('source.save')}</button>
          <button type="button" class="button" onClick={onClose}>{t('dialog.cancel')}</button>
        </div>
      }>
      <form id="source-form" class="form" ref={form} noValidate onSubmit={save}>
        {problem.value && !isBeside && (
          <div class="failed" role="alert" tabIndex={-1}>
            <p class="failed-what">{t('source.failed')}</p>
            <p>{problemText(problem.value)}</p>
          </div>
        )}
        <TextField {...field('name')} autocomplete="off"
          help={t('source.name_help', { key: source.key })} />
        <ChoiceField name="reached" label={t('source.reached')} wrong={wrongAt('reached')}
          options={HOW_REACHED.map((value) => ({
            value, text: t(`reached.${value}`), about: t(`source.${value}_help`),
          }))}
          chosen={draft.value.reached}
          onChoose={(reached) => (draft.value = { ...draft.value, reached })} />
        <div class="form-pair">
          <TextField {...field('invited')} inputMode="numeric" autocomplete="off"
            help={t('source.invited_help')} />
          <TextField {...field('population')} inputMode="numeric" autocomplete="off"
            help={t('source.population_help')} />
        </div>
        <div class="form-pair">
          <TextField {...field('from')} type="date" help={t('source.wave_help')} />
          <TextField {...field('to')} type="date" />
        </div>
      </form>
      <SourceExport source={source} />
    </Dialog>
  );
}
