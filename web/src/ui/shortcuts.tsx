// SPDX-License-Identifier: AGPL-3.0-or-later
//
// shortcuts — single keys, listed by `?`, and a switch for those who speak to their computer.
import { signal } from '@preact/signals';
import { t, type Key } from '../i18n.ts';
import { Dialog } from './dialog.tsx';
import { hasLetters, setLetters } from './theme.ts';

export interface Shortcut {
  key: string;
  text: Key;
  run: () => void;
}

export const isListed = signal(false);

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));

/** Returns what ends it. */
export function listen(shortcuts: readonly Shortcut[]): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (isTyping(event.target) && (event.target as HTMLInputElement).type !== 'radio') return;
    if (!hasLetters.value || document.querySelector('dialog[open]')) return;
    const found = shortcuts.find((s) => s.key === event.key);
    if (!found) return;
    event.preventDefault();
    found.run();
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}

export function ShortcutList({ shortcuts }: { shortcuts: readonly Shortcut[] }) {
  return (
    <Dialog kind="middle" title={t('shortcuts.title')} onClose={() => (isListed.value = false)}>
      <dl class="shortcuts">
        {shortcuts.map(({ key, text }) => (
          <div key={key}><dt><kbd>{key}</kbd></dt><dd>{t(text)}</dd></div>
        ))}
        <div><dt><kbd>←</kbd> <kbd>→</kbd></dt><dd>{t('shortcuts.trend')}</dd></div>
        <div><dt><kbd>Esc</kbd></dt><dd>{t('shortcuts.close')}</dd></div>
      </dl>
      <label class="check">
        <input type="checkbox" checked={hasLetters.value}
          onChange={(event) => setLetters(event.currentTarget.checked)} />
        {t('shortcuts.letters')}
      </label>
      <p class="quiet"><a href="/assets/licences.txt">{t('page.licences')}</a></p>
    </Dialog>
  );
}
