// SPDX-License-Identifier: AGPL-3.0-or-later
//
// segmented — one of a few, all in sight.
import { useId } from 'preact/hooks';

export function Segmented<T extends string>({ label, options, chosen, onChoose }: {
  label: string;
  options: readonly { value: T; text: string }[];
  chosen: T;
  onChoose: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset class="segmented">
      <legend class="unseen">{label}</legend>
      {options.map(({ value, text }) => (
        <label key={value} class={value === chosen ? 'is-chosen' : ''}>
          <input type="radio" name={name} value={value} checked={value === chosen}
            onChange={() => onChoose(value)} />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
