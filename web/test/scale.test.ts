// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { domainOf, ticksOf, toPixels } from '../src/charts/scale.ts';

test('a domain holds all values, has a least width, and stays within the range of the measure', () => {
  const d = domainOf([3.5, -1.8, 8.8, null, undefined], 'points', [-100, 100]);
  assert.ok(d.lo <= -1.8 && d.hi >= 8.8 && d.hi - d.lo >= 40 - 1e-9);
  assert.deepEqual(domainOf([99], 'percent', [0, 100]), { lo: 76, hi: 100 });
  assert.deepEqual(domainOf([], 'scale', [1, 7]), { lo: 1, hi: 7 });
  const outside = domainOf([-120, 40], 'points', [-100, 100]);
  assert.ok(outside.lo <= -120, 'an interval may pass the range; it is drawn all the same');
});

test('ticks are round, within the domain, and at most so many', () => {
  assert.deepEqual(ticksOf({ lo: -33, hi: 38 }, 5), [-20, 0, 20]);
  assert.deepEqual(ticksOf({ lo: 4.61, hi: 5.6 }, 5), [4.8, 5, 5.2, 5.4, 5.6]);
  assert.deepEqual(ticksOf({ lo: 5, hi: 5 }, 5), [5]);
  for (let i = 1; i < 200; i++)
    assert.ok(ticksOf({ lo: -i / 7, hi: i / 3 }, 5).length <= 6);
});

test('a scale goes from end to end, and a domain of one value stands in the middle', () => {
  const x = toPixels({ lo: 0, hi: 10 }, 20, 120);
  assert.deepEqual([x(0), x(5), x(10)], [20, 70, 120]);
  assert.equal(toPixels({ lo: 1, hi: 1 }, 0, 10)(1), 5);
});
