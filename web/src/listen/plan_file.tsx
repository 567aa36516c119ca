// SPDX-License-Identifier: AGPL-3.0-or-later
//
// plan_file — what holds for the file as a whole: which source it belongs to, who was asked where
// that is new, and whether days or months stand first.
import { useSignal } from '@preact/signals';
import { HOW_REACHED } from '../api.ts';
import { t } from '../i18n.ts';
import { TextField } from '../ui/field.tsx';
import { problemText } from '../ui/state.tsx';
import { saidOfFile, sayOfFile, valueOf } from './map_text.ts';
import type { Plan } from './plan.ts';

/** Who was asked, once for each source: no file says it, and it decides what an interval means. */
function Reached({ plan }: { plan: Plan }) {
  const draft = useSignal<string | null>(null);
  const reached = saidOfFile(plan.text, 'reached')?.toLowerCase() ?? '';
  const invited = valueOf(saidOfFile(plan.text, 'invited') ?? '');
  const isWrong = plan.wrong?.column === null && plan.wrong.entry === 'invited';
  const say = () => {
    if (draft.value === null) return;
    const people = draft.value.trim();
    draft.value = null;
    if (people !== invited) plan.change(sayOfFile(plan.text, 'invited', people || null));
  };
  return (
    <>
      <div class="field">
        <label for="reached">{t('source.reached')}</label>
        <select class="select" id="reached" value={reached}
          onChange={(event) => plan.change(sayOfFile(plan.text, 'reached', event.currentTarget.value || null))}>
          <option value="">{t('reached.unknown')}</option>
          {HOW_REACHED.filter((how) => how !== 'unknown')
            .map((how) => <option key={how} value={how}>{t(`reached.${how}`)}</option>)}
        </select>
        <p class="field-help">{t('plan.reached_help')}</p>
      </div>
      {reached !== '' && (
        <form onSubmit={(event) => {
          event.preventDefault();
          say();
        }} onFocusOut={say}>
          <TextField label={t('source.invited')} help={t('source.invited_help')} autocomplete="off"
            inputMode="numeric" value={draft.value ?? invited}
            wrong={isWrong && plan.problem ? problemText(plan.problem) : null}
            onInput={(value) => (draft.value = value)} />
        </form>
      )}
    </>
  );
}

export function PlanFile({ plan }: { plan: Plan }) {
  const given = saidOfFile(plan.text, 'source');
  const proposed = plan.planned.source;
  const draft = useSignal<string | null>(null);
  const isWrong = plan.wrong?.column === null && plan.wrong.entry === 'source';
  const hasTime = plan.planned.columns.some((c) => c.role === 'time');
  const say = () => {
    if (draft.value === null) return;
    const key = draft.value.trim();
    draft.value = null;
    if (key !== (given === null ? proposed : valueOf(given)))
      plan.change(sayOfFile(plan.text, 'source', key || null));
  };
  return (
    <section class="card plan-file" aria-label={t('plan.file')}>
      <form onSubmit={(event) => {
        event.preventDefault();
        say();
      }} onFocusOut={say}>
        <TextField label={t('plan.source')} help={t('plan.source_help')} autocomplete="off" dir="ltr"
          value={draft.value ?? (given === null ? proposed : valueOf(given))}
          wrong={isWrong && plan.problem ? problemText(plan.problem) : null}
          onInput={(value) => (draft.value = value)} />
      </form>
      {plan.planned.new_source && <Reached plan={plan} />}
      {hasTime && (
        <div class="field">
          <label for="time-order">{t('plan.order')}</label>
          <select class="select" id="time-order" value={saidOfFile(plan.text, 'time order')?.toLowerCase() ?? ''}
            onChange={(event) => plan.change(
              sayOfFile(plan.text, 'time order', event.currentTarget.value || null))}>
            <option value="">{t('plan.as_found')}</option>
            <option value="day first">{t('plan.day_first')}</option>
            <option value="month first">{t('plan.month_first')}</option>
          </select>
          <p class="field-help">{t('plan.order_help')}</p>
        </div>
      )}
    </section>
  );
}
