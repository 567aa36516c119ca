// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOfView, viewOfAddress, type View } from '../src/view.ts';

const viewOfSearch = (search: string): View => viewOfAddress('/', search);
const initial = viewOfSearch('');

test('what is as proposed leaves the address empty', () => {
  assert.equal(addressOfView(initial), '/');
});

test('the whole view stands in the address, and comes back from it', () => {
  const view: View = {
    ...initial, per: 'quarter', isPerChosen: true, at: '2026-Q2', versus: 'year', measure: 'sfo.q7all',
    by: 'plan', filters: [{ key: 'channel', value: 'a:b & "c"' }, { key: 'unit', value: null },
      { key: 'x', value: '' }], isTable: true, more: 3,
    opened: { of: 'segment', measure: 'recommend', by: { channel: 'web ~ "1"', unit: null } },
    isOnlyWords: true, language: 'ar',
  };
  assert.deepEqual(viewOfSearch(addressOfView(view).slice(1)), view);
});

test('nonsense in the address is left out', () => {
  const view = viewOfSearch('?per=decade&at=2026-13&vs=x&more=-4&signals=tile~a~%7B%22b%22:1%7D&signals=y');
  assert.deepEqual({ ...view, language: null }, initial);
  assert.equal(viewOfSearch('?signals=tile~a~{').opened, null);
  assert.equal(viewOfSearch('?signals=lie~a~{}').opened, null);
  assert.equal(viewOfSearch('?at=2026-W54').at, null);
  assert.equal(viewOfSearch('?at=2026-W53').at, '2026-W53');
  assert.equal(viewOfSearch('?more=1e99').more, 1000);
});

test('each page has its address', () => {
  for (const [path, page, id] of [['/', 'overview', ''], ['/sources', 'sources', ''],
    ['/imports', 'imports', ''], ['/imports/new', 'import_new', ''], ['/imports/12', 'import', '12'],
    ['/imports/a%20b', 'import', 'a b']] as const) {
    const view = viewOfAddress(path, '?lang=ar&from=50&edit=a%26b');
    assert.deepEqual([view.page, view.id], [page, id]);
    assert.equal(addressOfView(view), `${path}?edit=a%26b&from=50&lang=ar`);
  }
});

test('what is about the overview stands in its address alone', () => {
  assert.equal(addressOfView({ ...viewOfSearch('?per=week&is=channel:web&table'), page: 'sources' }),
    '/sources');
  assert.equal(viewOfAddress('/imports/%', '').id, '%');
});
