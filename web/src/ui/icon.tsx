// SPDX-License-Identifier: AGPL-3.0-or-later
//
// icon — pictures beside words; never instead of them for a screen reader.
import { h } from 'preact';
import arrowDown from 'lucide:arrow-down';
import arrowUp from 'lucide:arrow-up';
import chevronDown from 'lucide:chevron-down';
import chevronLeft from 'lucide:chevron-left';
import chevronRight from 'lucide:chevron-right';
import chevronUp from 'lucide:chevron-up';
import database from 'lucide:database';
import fileUp from 'lucide:file-up';
import house from 'lucide:house';
import keyboard from 'lucide:keyboard';
import logOut from 'lucide:log-out';
import moon from 'lucide:moon';
import refresh from 'lucide:refresh-cw';
import sun from 'lucide:sun';
import message from 'lucide:message-square-text';
import x from 'lucide:x';

const ICONS = {
  arrowDown, arrowUp, chevronDown, chevronLeft, chevronRight, chevronUp, database, fileUp, house,
  keyboard, logOut, message, moon, refresh, sun, x,
};

export type IconName = keyof typeof ICONS;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg class={`icon icon-${name}`} width={size} height={size} viewBox="0 0 24 24" fill="none"
      stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"
      aria-hidden="true">
      {ICONS[name].map(([tag, attributes]) => h(tag, attributes))}
    </svg>
  );
}

/** The product's mark: a score with its interval. */
export function Mark() {
  return (
    <svg class="mark" width="26" height="26" viewBox="0 0 26 26" aria-hidden="true">
      <rect width="26" height="26" rx="6" fill="var(--ink)" />
      <path d="M6 9v8M20 9v8M6 13h14" stroke="var(--on-ink)" stroke-width="2"
        stroke-linecap="round" />
      <circle cx="13" cy="13" r="3.6" fill="var(--on-ink)" />
    </svg>
  );
}
