// SPDX-License-Identifier: AGPL-3.0-or-later
//
// field — one entry of a form: its label above, what it is for below, and what is wrong with it
// beside it.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Said {
  label: string;
  help?: ComponentChildren;
  wrong?: string | null;
}

/** What a control says of itself to those who do not see it. */
const describedBy = (id: string, { help, wrong }: Said) => ({
  'aria-invalid': wrong ? true : undefined,
  'aria-describedby': [wrong && `${id}-wrong`, help && `${id}-help`].filter(Boolean).join(' ') || undefined,
});

function About({ id, help, wrong }: Said & { id: string }) {
  return (
    <>
      {wrong && <p class="field-wrong" id={`${id}-wrong`}>{wrong}</p>}
      {help && <p class="field-help" id={`${id}-help`}>{help}</p>}
    </>
  );
}

export function TextField({ label, help, wrong, value, onInput, type = 'text', ...rest }: Said & {
  value: string;
  onInput: (value: string) => void;
  name?: string;
  type?: 'text' | 'date';
  inputMode?: 'numeric';
  autocomplete?: 'off';
  dir?: 'ltr';
}) {
  const id = useId();
  const said = { label, help, wrong: wrong ?? null };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input {...rest} type={type as 'text'} class="input" id={id} value={value} {...describedBy(id, said)}
        onInput={(event) => onInput(event.currentTarget.value)} />
      <About id={id} {...said} />
    </div>
  );
}

/** One of a few that need a sentence each. */
export function ChoiceField<T extends string>({ label, help, wrong, name, options, chosen, onChoose }: Said & {
  name: string;
  options: readonly { value: T; text: string; about?: string }[];
  chosen: T;
  onChoose: (value: T) => void;
}) {
  const id = useId();
  const said = { label, help, wrong: wrong ?? null };
  return (
    <fieldset class="field choices" {...describedBy(id, said)}>
      <legend>{label}</legend>
      <About id={id} {...said} />
      {options.map(({ value, text, about }) => (
        <label key={value} class={`choice${value === chosen ? ' is-chosen' : ''}`}>
          <input type="radio" name={name} value={value} checked={value === chosen}
            onChange={() => onChoose(value)} />
          <span><span class="choice-text">{text}</span>
            {about && <span class="field-help">{about}</span>}</span>
        </label>
      ))}
    </fieldset>
  );
}
