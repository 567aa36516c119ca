// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Measure, Overview } from '../src/api.ts';
import {
  choicesQuestion, dimensionsFor, measuresOf, perOf, questionsOfChoice, segmentQuestion, tileQuestion, trendQuestion,
} from '../src/question.ts';
import { viewOfAddress } from '../src/view.ts';

const measure: Measure = {
  key: 'recommend', measure: 'nps', ask: 'nps(recommend)', label: null, source: null, sources: [], n: 10,
  unit: 'points', range: [-100, 100], currency: null, higher_is_better: true,
};
const channel = { key: 'channel', ask: 'channel', label: null, source: null, sources: [] };
const odd = { key: 'How?', ask: '`How?`', label: 'How?', source: null, sources: [] };
const overview: Overview = {
  organisation: { zone: 'Europe/Madrid' }, now: '2026-11-17T09:00:00Z', is_sample: false,
  signals: { n: 1, first: null, last: null }, sources: [], measures: [measure],
  dimensions: [channel, odd], per: 'quarter',
  periods: {
    week: { first: '2024-W47', last: '2026-W46', enough: null },
    month: { first: '2024-11', last: '2026-10', enough: '2026-10' },
    quarter: { first: '2024-Q4', last: '2026-Q3', enough: '2026-Q3' },
    year: { first: '2024', last: '2025', enough: '2025' },
  },
};
const seen = (search: string) => viewOfAddress('/', search);

test('a tile asks for its period and the one before', () => {
  assert.equal(tileQuestion(overview, measure, seen('?per=quarter')),
    'nps(recommend) by quarter between 2026-Q2 and 2026-Q3 compare previous');
  assert.equal(tileQuestion(overview, measure, seen('?per=month&at=2026-01')),
    'nps(recommend) by month between 2025-12 and 2026-01 compare previous');
  assert.equal(tileQuestion(overview, measure, seen('?per=all')), 'nps(recommend)');
});

const none = { week: null, month: null, quarter: null, year: null };
const ofSource = { key: 'source', ask: 'source', label: null, source: null, sources: [] };
const old = { key: 'old', name: 'old', n: 50, has_weights: false, first: '2025-04-15T00:00:00Z', last: '2025-06-01T00:00:00Z',
  per: 'year' as const, periods: { ...none, month: { first: '2025-04', last: '2025-06', enough: '2025-05' } } };
const untimed = { key: 'untimed', name: 'untimed', n: 5, has_weights: true, first: null, last: null, per: 'all' as const, periods: none };
const withSources = { ...overview, sources: [old, untimed], dimensions: [...overview.dimensions, ofSource] };

test('of one source, its newest period with enough answers is asked for', () => {
  assert.equal(tileQuestion(withSources, measure, seen('?per=month&is=source:old')),
    'nps(recommend) by month where source = "old" between 2025-04 and 2025-05 compare previous');
  assert.equal(trendQuestion(withSources, measure, seen('?per=month&is=source:old')),
    'nps(recommend) by month where source = "old" between 2025-04 and 2025-06');
  assert.equal(perOf(withSources, seen('?is=source:untimed').filters), 'all');
  assert.equal(perOf(withSources, seen('?is=source:old').filters), 'year');
  assert.equal(perOf(withSources, []), 'quarter');
});

test('of one source, only what it has answers to is shown', () => {
  const own = { ...measure, key: 'own', source: 'old', sources: ['old'] };
  const all = { ...withSources, measures: [{ ...measure, sources: ['untimed'] }, own] };
  assert.deepEqual(measuresOf(all, seen('?is=source:untimed')).map((m) => m.key), ['recommend']);
  assert.deepEqual(measuresOf(all, seen('?is=source:old')).map((m) => m.key), ['own']);
  assert.equal(measuresOf(all, seen('')).length, 2);
});

test('segments are those of the source that is looked at', () => {
  const area = { key: 'area', ask: 'area', label: 'Area', source: null, sources: ['old'] };
  const everywhere = { ...ofSource, sources: ['old', 'untimed'] };
  const all = { ...withSources, dimensions: [area, everywhere] };
  const of = (address: string) =>
    dimensionsFor(all, { ...measure, sources: ['old', 'untimed'] }, seen(address)).map((d) => d.key);
  assert.deepEqual(of('?is=source:untimed'), []);
  assert.deepEqual(of('?is=source:old'), ['area']);
  assert.deepEqual(of(''), ['area', 'source']);
});

test('questions of choice are those of the source', () => {
  const size = { key: 'old.size', ask: 'old.size', label: 'Size', source: 'old', sources: ['old'] };
  const all = { ...withSources, dimensions: [...withSources.dimensions, size] };
  assert.deepEqual(questionsOfChoice(all, seen('?is=source:old')), [size]);
  assert.deepEqual(questionsOfChoice(all, seen('?is=source:untimed')), []);
  assert.equal(choicesQuestion(all, size, seen('?per=all&is=source:old')),
    'choices(old.size) where source = "old"');
});

test('against a year before, a tile asks for the whole year', () => {
  assert.equal(tileQuestion(overview, measure, seen('?per=quarter&vs=year')),
    'nps(recommend) by quarter between 2025-Q3 and 2026-Q3 compare year');
  assert.equal(tileQuestion(overview, measure, seen('?per=year&vs=year')),
    'nps(recommend) by year between 2024 and 2025 compare previous');
});

test('filters are conditions, their texts quoted, unknown ones left out', () => {
  assert.equal(tileQuestion(overview, measure, seen('?per=all&is=channel:a%22b&is=How?&is=nobody:x')),
    'nps(recommend) where channel = "a""b" and `How?` is missing');
});

test('a trend goes back two years, no further than the signals', () => {
  assert.equal(trendQuestion(overview, measure, seen('?per=quarter')),
    'nps(recommend) by month between 2024-11 and 2026-10');
  assert.equal(trendQuestion(overview, measure, seen('?per=week')),
    'nps(recommend) by week between 2025-W47 and 2026-W46');
});

test('a trend reaches back to a period that is looked at', () => {
  const long = { ...overview, periods: { ...overview.periods, month: { first: '2010-01', last: '2026-10', enough: null } } };
  assert.equal(trendQuestion(long, measure, seen('?per=quarter&at=2015-Q2')),
    'nps(recommend) by month between 2013-07 and 2015-06');
  assert.equal(trendQuestion({ ...overview, periods: { ...overview.periods, month: null } }, measure,
    seen('?per=all')), null);
});

test('segments are those of the period, each against the rest', () => {
  assert.equal(segmentQuestion(overview, measure, odd, seen('?per=quarter&is=channel:web')),
    'nps(recommend) by `How?` where channel = "web" in 2026-Q3 compare rest');
});

test('where there are weights, they are asked for', () => {
  assert.equal(tileQuestion(withSources, measure, seen('?per=all&weighted')), 'nps(recommend) weighted');
  assert.equal(tileQuestion(withSources, measure, seen('?per=all&weighted&is=source:untimed')),
    'nps(recommend) weighted where source = "untimed"');
  assert.equal(segmentQuestion(withSources, measure, channel, seen('?per=all&weighted')),
    'nps(recommend) weighted by channel compare rest');
  assert.equal(tileQuestion(withSources, measure, seen('?per=all')), 'nps(recommend)');
  assert.equal(tileQuestion(withSources, measure, seen('?per=all&weighted&is=source:old')),
    'nps(recommend) where source = "old"');
});
