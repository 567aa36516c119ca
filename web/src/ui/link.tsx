// SPDX-License-Identifier: AGPL-3.0-or-later
//
// link — leads to another view without loading the page anew; with a modifier key the browser
// does as it always does.
import type { ComponentChildren } from 'preact';
import { addressOf, go, type View } from '../view.ts';

export function Link({ to, children, ...rest }: {
  to: Partial<View>;
  children: ComponentChildren;
  class?: string;
  title?: string | undefined;
  'aria-current'?: 'page' | 'true' | undefined;
}) {
  return (
    <a {...rest} href={addressOf(to)} onClick={(event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      go(to);
    }}>{children}</a>
  );
}
