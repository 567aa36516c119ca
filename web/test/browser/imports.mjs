// SPDX-License-Identifier: AGPL-3.0-or-later
//
// imports — every state of the pages on which a file is brought.
import { json, open, pressUntil, problem, same, settle, withPage, textsOutside } from './page.mjs';

const LIST = '**/api/v1/imports?*';
const ONE = '**/api/v1/imports/7';
const EVENTS = '**/api/v1/imports/7/events';

const one = (more) => ({
  import: 7, source: 'spring', name: 'spring.csv', state: 'done', rows: 1200, records: 1200, taken: 1180,
  duplicates: 15, refused: 5, removed: 0, by: 'user 1', error: null, started_at: '2026-11-16T08:30:00Z',
  ended_at: '2026-11-16T08:30:02Z', undone_at: null, is_sent: true, ...more,
});
const report = {
  source: 'spring', rows: 1200, taken: 1180, duplicates: 15, refused_n: 5, columns: [], questions: [],
  refused: [
    { line: 18, column: 'netpro', reason: '"12" is outside the scale 0 to 10.' },
    { line: 19, column: null, reason: 'This record has another number of cells than the header.' },
    { line: 901, column: 'a_column_whose_name_was_never_meant_to_be_broken_anywhere_at_all_by_anybody',
      reason: `"${'x'.repeat(70)}" is no number, and the key of a record that says something else is on record already.` },
  ],
  notes: [{ code: 'assumed_times', text: 'Nothing says when these answers were given.' }],
};
const STATES_OF_ONE = ['looked_at', 'waiting', 'running', 'stopped', 'done', 'undoing', 'undone'];
const all = STATES_OF_ONE.map((state, i) => one({
  import: 9 - i, state, source: state === 'looked_at' ? null : 'spring',
  name: i === 3 ? `${'a name that goes on '.repeat(6)}${'without_a_break'.repeat(6)}.csv` : `file ${i}.csv`,
}));

const list = (page, imports, next = null) => page.route(LIST, (route) => route.fulfill(json({ imports, next })));

async function openOne(page, more, withReport = null) {
  const found = one(more);
  await page.route(EVENTS, (route) => route.fulfill({
    status: 200, contentType: 'text/event-stream',
    body: `event: progress\ndata: ${JSON.stringify({ ...found, records: 700, taken: 690 })}\n\n`,
  }));
  await page.route(ONE, (route) => route.fulfill(json({ ...found, report: withReport })));
  await open(page, '/imports/7');
}

const TABLE = `when,netpro,area,said
${Array.from({ length: 40 }, (_, i) => `2026-0${1 + i % 9}-11,${i === 7 ? 12 : i % 11},${i % 3 ? 'Lille' : 'Nice'},`
  + (i % 4 ? '' : `"What was said the time number ${i}, in a sentence"`)).join('\n')}
`;
const WIDE = `${Array.from({ length: 300 }, (_, i) => `Q${i} how satisfied were you with it`).join(',')}\n${
  Array.from({ length: 24 }, (_, r) => Array.from({ length: 300 }, (_c, i) => (r + i) % 5 + 1).join(',')).join('\n')}\n`;

export const file = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

/** A file that is looked at; the page is its plan. */
export async function bring(page, name = 'answers.csv', text = TABLE) {
  await open(page, '/imports/new');
  await page.setInputFiles('input[type="file"]', file(name, text));
  await page.waitForSelector('.plan');
  await settle(page);
}

export const STATES = {
  imports: async (page) => {
    await list(page, all, '3');
    await open(page, '/imports');
  },
  imports_empty: async (page) => {
    await list(page, []);
    await open(page, '/imports');
    await page.waitForSelector('.empty');
  },
  imports_failed: async (page) => {
    await page.route(LIST, (route) => route.fulfill(problem(500, 'FAILED', 'The record could not be read.')));
    await page.goto('/imports');
    await page.waitForSelector('.failed');
  },
  imports_waiting: async (page) => {
    await page.route(LIST, () => undefined);
    await page.goto('/imports');
    await page.waitForSelector('.skeleton.is-slow');
  },
  import_signed_out: async (page) => {
    await page.route('**/api/**', (route) => route.fulfill(problem(401, 'DENIED', 'Sign in first.')));
    await page.goto('/imports/7');
    same(await page.locator('.middle-card a').getAttribute('href'), '/sign-in?next=%2Fimports%2F7', 'the way back');
  },
  import_missing: async (page) => {
    await open(page, '/imports/123456');
    await page.waitForSelector('.failed');
  },
  import_new: async (page) => open(page, '/imports/new'),
  import_new_sending: async (page) => {
    await page.route('**/api/v1/imports?*', () => undefined);
    await open(page, '/imports/new');
    await page.setInputFiles('input[type="file"]', file('answers.csv', TABLE));
    await page.waitForSelector('.progress');
  },
  import_new_refused: async (page) => {
    await open(page, '/imports/new');
    await page.setInputFiles('input[type="file"]', file('empty.csv', ''));
    await page.waitForSelector('.failed');
  },
  plan: async (page) => bring(page),
  plan_column: async (page) => {
    await bring(page);
    await page.locator('.column-more').nth(1).click();
    await page.locator('.field-choice select').selectOption('recommend');
    await page.locator('.code-add').click();
    await page.locator('.code input').first().fill('10');
    await settle(page);
  },
  plan_wrong: async (page) => {
    await bring(page);
    await page.locator('.column-more').nth(1).click();
    await page.locator('.column-fields input').nth(1).fill('ten');
    await pressUntil(page, 'Enter', '[aria-invalid="true"]');
    await settle(page);
  },
  plan_book: async (page) => {
    await bring(page);
    await page.locator('.plan-book summary').click();
    await page.fill('#book-text', 'nothing like it\n0 = x\n');
    await page.locator('.plan-book .is-primary').click();
    await page.waitForSelector('#book-wrong');
  },
  plan_map: async (page) => {
    await bring(page);
    await page.locator('details:has(#map-text) summary').click();
  },
  plan_wide: async (page) => bring(page, 'wide.csv', WIDE),
  import_waiting: (page) => openOne(page, { state: 'waiting', records: 0, taken: 0, duplicates: 0, refused: 0 }),
  import_running: async (page) => {
    await openOne(page, { state: 'running', records: 10, taken: 10, duplicates: 0 });
    await page.waitForFunction(() => document.querySelector('progress').value === 700);
  },
  import_done: (page) => openOne(page, {}, report),
  import_undo: async (page) => {
    await openOne(page, {}, report);
    await page.locator('.report-does button').first().click();
    await page.waitForSelector('dialog[open]');
  },
  import_again: async (page) => {
    await openOne(page, {}, report);
    await page.locator('.report-does button').nth(1).click();
    await page.waitForSelector('dialog[open]');
  },
  import_stopped: (page) => openOne(page, { state: 'stopped', records: 700, error: 'The disk is full.' }),
  import_undone: (page) => openOne(page, { state: 'undone', removed: 1180, undone_at: '2026-11-17T08:00:00Z' }, report),
};

export const TESTS = {
  async no_text_of_imports_and_sources_stands_outside_the_catalogues() {
    await withPage({}, async (page) => {
      const check = async (what) => same((await textsOutside(page)).join(' | '), '', `texts of ${what}`);
      for (const address of ['/sources', '/imports', '/imports/new']) {
        await open(page, `${address}?lang=en-XA`);
        await check(address);
      }
      await page.setInputFiles('input[type="file"]', file('answers.csv', TABLE));
      await page.waitForSelector('.plan');
      await settle(page);
      await page.locator('.column-more').nth(1).click();
      await check('the plan');
      await page.route(ONE, (route) => route.fulfill(json({ ...one({}), report })));
      await open(page, '/imports/7?lang=en-XA');
      await check('a report');
    });
  },
};
