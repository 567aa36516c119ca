// SPDX-License-Identifier: AGPL-3.0-or-later
//
// plan_codes — what the codes of a column stand for.
import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { t } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { sayCodes, type Code, type MapColumn } from './map_text.ts';
import type { Plan } from './plan.ts';

export function CodeFields({ plan, column, codes, wrong }: {
  plan: Plan; column: MapColumn; codes: readonly Code[]; wrong: string | null;
}) {
  const draft = useSignal<Code[] | null>(null);
  const id = useId();
  const shown = draft.value ?? codes;
  const write = (at: number, to: Code) => (draft.value = shown.map((code, i) => (i === at ? to : code)));
  const say = (to: readonly Code[]) => plan.change(sayCodes(plan.text, column, to));
  const isWhole = ([code, label]: Code) => code.trim() !== '' && label.trim() !== '';
  return (
    <fieldset class="field codes" onFocusOut={() => {
      // Half a code is kept until its other half is there.
      if (draft.value?.every(isWhole)) {
        say(draft.value);
        draft.value = null;
      }
    }}>
      <legend>{t('column.codes')}</legend>
      <p class="field-help">{t('column.codes_help')}</p>
      {wrong && <p class="field-wrong" id={`${id}-wrong`}>{wrong}</p>}
      {shown.map(([code, label], i) => (
        <div class="code" key={i}>
          <input class="input" dir="ltr" value={code} aria-label={t('column.code')} placeholder={t('column.code')}
            onInput={(event) => write(i, [event.currentTarget.value, label])} />
          <input class="input" value={label} aria-label={t('column.code_label', { code })}
            placeholder={t('column.stands_for')} onInput={(event) => write(i, [code, event.currentTarget.value])} />
          <button type="button" class="button is-square is-plain" aria-label={t('column.code_remove', { code })}
            title={t('column.code_remove', { code })} onClick={() => {
              const left = shown.filter((_, at) => at !== i);
              draft.value = left.every(isWhole) ? null : left;
              say(left.filter(isWhole));
            }}><Icon name="x" /></button>
        </div>
      ))}
      <button type="button" class="button code-add" onClick={() => (draft.value = [...shown, ['', '']])}>
        {t('column.code_add')}</button>
    </fieldset>
  );
}
