// SPDX-License-Identifier: AGPL-3.0-or-later
//
// long_list — the first of many rows, a way to the others, and a search by name.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import * as format from '../format.ts';
import { t } from '../i18n.ts';

const FIRST = 25;
const STEP = 100;

const plain = (text: string): string => text.toLocaleLowerCase();

export interface LongList<T> {
  shown: T[];
  /** A field to search in; null where all are in sight anyhow. */
  search: JSX.Element | null;
  /** A button for more of them; null where there are no more. */
  more: JSX.Element | null;
}

/** what: how the search is called. */
export function useLongList<T>(rows: readonly T[], nameOf: (row: T) => string, what: string): LongList<T> {
  const wanted = useSignal('');
  const room = useSignal(FIRST);
  const isLong = rows.length > FIRST;
  const found = isLong && wanted.value.trim() !== ''
    ? rows.filter((row) => plain(nameOf(row)).includes(plain(wanted.value.trim()))) : rows;
  const rest = Math.min(found.length - room.value, STEP);
  return {
    shown: found.slice(0, room.value),
    search: !isLong ? null : (
      <label class="list-search">
        <span class="unseen">{what}</span>
        <input class="input" type="search" value={wanted} placeholder={what}
          onInput={(event) => (wanted.value = event.currentTarget.value)} />
        {wanted.value.trim() !== '' && (
          <span class="quiet" role="status">{t('list.found', { n: format.count(found.length) }, found.length)}</span>
        )}
      </label>
    ),
    more: rest <= 0 ? null : (
      <button type="button" class="button is-plain segment-rest" onClick={() => (room.value += STEP)}>
        {rest === found.length - room.value ? t('list.rest', { n: format.count(rest) }, rest)
          : t('list.more', { n: format.count(rest), of: format.count(found.length - room.value) },
            found.length - room.value)}</button>
    ),
  };
}
