// SPDX-License-Identifier: AGPL-3.0-or-later
//
// plan_map — all that was said, as the text that it is: to be copied, kept for next month's file,
// or replaced by one that is there already.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n.ts';
import { problemText } from '../ui/state.tsx';
import type { Plan } from './plan.ts';

export function PlanMap({ plan, name }: { plan: Plan; name: string }) {
  const draft = useSignal<string | null>(null);
  const isCopied = useSignal(false);
  const text = draft.value ?? plan.text;
  const isWrong = plan.problem !== null && draft.value === null;
  return (
    <details class="card plan-map">
      <summary><h2>{t('plan.map')}</h2></summary>
      <p class="card-about">{t('plan.map_about')}</p>
      <div class="field">
        <label for="map-text">{t('plan.map_text')}</label>
        <textarea class="input map-text" id="map-text" dir="ltr" spellcheck={false} rows={12} value={text}
          aria-invalid={isWrong || undefined} aria-describedby={isWrong ? 'map-wrong' : undefined}
          onInput={(event) => (draft.value = event.currentTarget.value)} />
        {isWrong && plan.problem && <p class="field-wrong" id="map-wrong">{problemText(plan.problem)}</p>}
      </div>
      <div class="buttons">
        <button type="button" class="button is-primary" disabled={draft.value === null}
          onClick={() => {
            if (draft.value !== null) plan.change(draft.value);
            draft.value = null;
          }}>{t('plan.map_use')}</button>
        <button type="button" class="button" onClick={() => {
          navigator.clipboard.writeText(text).then(() => (isCopied.value = true), () => undefined);
        }}>{isCopied.value ? t('empty.copied') : t('empty.copy_short')}</button>
        <Download name={`${name.replace(/\.\w+$/, '')}.map`} text={text} />
        <span class="unseen" role="status">{isCopied.value ? t('empty.copied') : ''}</span>
      </div>
    </details>
  );
}

function Download({ name, text }: { name: string; text: string }) {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    if (link.current) link.current.href = address;
    return () => URL.revokeObjectURL(address);
  }, [text]);
  return <a class="button" ref={link} href="#map-text" download={name}>{t('plan.map_download')}</a>;
}
