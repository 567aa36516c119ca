// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as format from '../src/format.ts';

const weekOf = (day: string) => `week of ${day}`;

test('a value is rounded for its unit, with a real minus', () => {
  assert.equal(format.value(3.50493, 'points'), '3.5');
  assert.equal(format.value(-16.78, 'points'), '−16.8');
  assert.equal(format.value(5.0987, 'scale'), '5.10');
  assert.equal(format.value(1234.56, 'percent'), '1,234.6');
});

test('a value that rounds to nothing has no sign', () => {
  assert.equal(format.value(-0.04, 'points'), '0.0');
  assert.equal(format.value(-0.04, 'scale'), '−0.04');
  assert.equal(format.tick(-0.001), '0');
});

test('a size has no sign', () => {
  assert.equal(format.size(-8.02, 'points'), '8.0');
});

test('periods are written as people write them', () => {
  assert.equal(format.period('2026', weekOf), '2026');
  assert.equal(format.period('2026-Q3', weekOf), 'Q3 2026');
  assert.equal(format.period('2026-10', weekOf), 'Oct 2026');
  assert.equal(format.period('2026-10', weekOf, true), 'October 2026');
  assert.equal(format.period('2026-W46', weekOf), 'week of Nov 9, 2026');
});

test('an ISO week begins on its Monday, also around new year', () => {
  const monday = (code: string) => new Date(format.mondayOfWeek(code)).toISOString().slice(0, 10);
  assert.equal(monday('2026-W01'), '2025-12-29');
  assert.equal(monday('2026-W53'), '2026-12-28');
  assert.equal(monday('2021-W01'), '2021-01-04');
  assert.equal(monday('2020-W53'), '2020-12-28');
});

test('a period shifts over the end of a year, there and back', () => {
  assert.equal(format.periodShift('2026-01', -1), '2025-12');
  assert.equal(format.periodShift('2026-Q4', 1), '2027-Q1');
  assert.equal(format.periodShift('2026-Q1', -5), '2024-Q4');
  assert.equal(format.periodShift('2026-W53', 1), '2027-W01');
  assert.equal(format.periodShift('2026-W01', -1), '2025-W52');
  assert.equal(format.periodShift('2026', -3), '2023');
  for (const code of ['2026', '2026-Q2', '2026-07', '2026-W27'])
    for (const steps of [1, 13, 120])
      assert.equal(format.periodShift(format.periodShift(code, steps), -steps), code);
});

test('a month lies in its quarter and its year, a week in the period of its Thursday', () => {
  assert.ok(format.periodIsIn('2026-09', '2026-Q3'));
  assert.ok(!format.periodIsIn('2026-10', '2026-Q3'));
  assert.ok(format.periodIsIn('2026-10', '2026'));
  assert.ok(format.periodIsIn('2026-W01', '2026-01'));
  assert.ok(!format.periodIsIn('2026-W01', '2025'));
  assert.ok(!format.periodIsIn('2026', '2026-Q1'));
});

test('the last month of a larger period', () => {
  assert.equal(format.lastStepOf('2026-Q3', 'month'), '2026-09');
  assert.equal(format.lastStepOf('2026-Q4', 'month'), '2026-12');
  assert.equal(format.lastStepOf('2026', 'month'), '2026-12');
  assert.equal(format.lastStepOf('2026-02', 'month'), '2026-02');
});
