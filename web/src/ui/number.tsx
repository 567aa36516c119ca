// SPDX-License-Identifier: AGPL-3.0-or-later
//
// number — figures that keep their signs and order in every language.
import type { ComponentChildren } from 'preact';

export const Figure = ({ children, as }: { children: ComponentChildren; as?: string }) => (
  <bdi class={`number${as ? ` ${as}` : ''}`} dir="ltr">{children}</bdi>
);
