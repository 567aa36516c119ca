// SPDX-License-Identifier: AGPL-3.0-or-later
//
// page_head — the title of a page: also the browser's, and where the focus goes on arriving.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../i18n.ts';
import { arrivals } from '../view.ts';

/** The arrival whose title has had the focus; the first page keeps the browser's own. */
let greeted = 0;

export function PageHead({ title, isName = false, about, isWaiting = false, children }: {
  title: string;
  isName?: boolean; // not of the catalogue, so in a direction of its own
  about?: ComponentChildren;
  isWaiting?: boolean; // not the page yet: the focus waits too
  children?: ComponentChildren; // what can be done on this page
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const arrival = arrivals.value;
  useLayoutEffect(() => {
    document.title = t('page.title', { page: title });
  });
  useLayoutEffect(() => {
    if (isWaiting || greeted === arrival) return;
    greeted = arrival;
    heading.current?.focus({ preventScroll: true });
  }, [arrival, isWaiting]);
  return (
    <header class="page-head">
      <div>
        <h1 id="page-title" ref={heading} tabIndex={-1}>{isName ? <bdi>{title}</bdi> : title}</h1>
        {about && <p class="page-about">{about}</p>}
      </div>
      {children && <div class="buttons">{children}</div>}
    </header>
  );
}
