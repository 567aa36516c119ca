// SPDX-License-Identifier: AGPL-3.0-or-later
//
// import_state — how far a file is, in words.
import { t } from '../i18n.ts';
import type { ImportState } from './import_api.ts';

export function StatePill({ state }: { state: ImportState }) {
  const tone = state === 'stopped' ? ' tone-low' : state === 'done' ? ' tone-high' : '';
  return <span class={`pill${tone}`}>{t(`import_state.${state}`)}</span>;
}
