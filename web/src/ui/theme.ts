// SPDX-License-Identifier: AGPL-3.0-or-later
//
// theme — light or dark, as the system has it or as the reader chose on this device.
import { signal } from '@preact/signals';
import { recall, remember } from './device.ts';

type Theme = 'light' | 'dark';

const KEY = 'attune.theme';
const KEY_OF_LETTERS = 'attune.letters';

const isDarkSystem = () => matchMedia('(prefers-color-scheme: dark)').matches;

export const theme = signal<Theme>('light');
/** Whether single letters are shortcuts. */
export const hasLetters = signal(true);

export function startTheme(): void {
  const kept = recall(KEY);
  if (kept === 'light' || kept === 'dark') document.documentElement.dataset['theme'] = kept;
  theme.value = kept === 'light' || kept === 'dark' ? kept : isDarkSystem() ? 'dark' : 'light';
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    if (!document.documentElement.dataset['theme']) theme.value = isDarkSystem() ? 'dark' : 'light';
  });
  hasLetters.value = recall(KEY_OF_LETTERS) !== 'off';
}

export function switchTheme(): void {
  theme.value = theme.value === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset['theme'] = theme.value;
  remember(KEY, theme.value);
}

export function setLetters(isOn: boolean): void {
  hasLetters.value = isOn;
  remember(KEY_OF_LETTERS, isOn ? 'on' : 'off');
}
