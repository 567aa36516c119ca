// SPDX-License-Identifier: AGPL-3.0-or-later
//
// dialog — what lies over the page: holds the focus while it is open, gives it back to where
// it was, and closes by Escape, by its button and by a press beside it.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../i18n.ts';
import { Icon } from './icon.tsx';

export function Dialog({ kind, title, about, onClose, foot, children }: {
  kind: 'drawer' | 'middle';
  title: ComponentChildren;
  about?: ComponentChildren;
  onClose: () => void;
  foot?: ComponentChildren;
  children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const body = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);

  return (
    <dialog ref={dialog} class={`dialog dialog-${kind}`} aria-labelledby="dialog-title"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}>
      <div class="dialog-frame">
        <header class="dialog-head">
          <div>
            <h2 id="dialog-title" tabIndex={-1}>{title}</h2>
            {about && <div class="dialog-about">{about}</div>}
          </div>
          <button type="button" class="button is-square" onClick={onClose}
            aria-label={t('dialog.close')} title={t('dialog.close')}>
            <Icon name="x" />
          </button>
        </header>
        <div ref={body} class="dialog-body" tabIndex={0} role="region"
          aria-labelledby="dialog-title">{children}</div>
        {foot && <footer class="dialog-foot">{foot}</footer>}
      </div>
    </dialog>
  );
}
