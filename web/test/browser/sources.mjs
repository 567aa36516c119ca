// SPDX-License-Identifier: AGPL-3.0-or-later
//
// sources — who was reached: the list, and the form that changes it.
import { readFileSync } from 'node:fs';
import { check, json, label, open, plain, problem, same, settle, withPage } from './page.mjs';

const SOURCES = '**/api/v1/sources';

const source = (key, more) => ({ key, name: key, reached: 'unknown', invited: null, population: null,
  from: null, to: null, wave_of: null, signals: 120, response_rate: null, ...more });

/** One of each kind, with a name that is long. */
const ALL = [
  source('spring', { name: 'Spring survey', reached: 'everybody', invited: 480, population: 520,
    from: '2026-03-01', to: '2026-03-31', signals: 178, response_rate: 37.0833 }),
  source('panel', { reached: 'random', wave_of: 'spring', invited: 12000, signals: 1443, response_rate: 12.025, from: '2026-01-01' }),
  source('kiosk', { name: 'The box at the door of the arrivals hall, with a name that nobody cut', reached: 'open',
    invited: 20, signals: 53211, to: '2025-12-31' }),
  source('unbroken_name_of_a_source_that_no_line_break_was_ever_meant_to_reach_before_its_end'),
];

const list = (page, sources) => page.route(SOURCES, (route) => route.fulfill(json({ sources })));

async function openForm(page) {
  await open(page, '/sources');
  await page.locator('.row-does button').first().click();
  await page.waitForSelector('dialog[open] form');
}

export const STATES = {
  sources: async (page) => {
    await list(page, ALL);
    await open(page, '/sources');
  },
  sources_edit: async (page) => {
    await list(page, ALL);
    await openForm(page);
  },
  sources_wrong: async (page) => {
    await openForm(page);
    await page.fill('[name="invited"]', 'many');
    await page.locator('dialog button[type="submit"]').click();
    await page.waitForSelector('.field-wrong');
  },
  sources_empty: async (page) => {
    await list(page, []);
    await open(page, '/sources');
    await page.waitForSelector('.empty');
  },
  sources_failed: async (page) => {
    await page.route(SOURCES, (route) => route.fulfill(problem(500, 'FAILED', 'The record could not be read.')));
    await page.goto('/sources');
    await page.waitForSelector('.failed');
  },
  sources_waiting: async (page) => {
    await page.route(SOURCES, () => undefined);
    await page.goto('/sources');
    await page.waitForSelector('.skeleton.is-slow');
  },
  sources_signed_out: async (page) => {
    await page.route('**/api/**', (route) => route.fulfill(problem(401, 'DENIED', 'Sign in first.')));
    await page.goto('/sources?edit=x');
    const link = page.locator('.middle-card a');
    await link.waitFor();
    same(await link.getAttribute('href'), '/sign-in?next=%2Fsources%3Fedit%3Dx', 'the way to sign in');
  },
};

export const TESTS = {
  async who_was_reached_is_said_and_kept() {
    await withPage({}, async (page, context) => {
      await openForm(page);
      const before = await page.inputValue('[name="name"]');
      await page.fill('[name="name"]', 'Spring survey');
      await page.check('[name="reached"][value="everybody"]');
      await page.fill('[name="invited"]', '20 000');
      await page.fill('[name="population"]', '25000');
      await page.fill('[name="from"]', '2026-03-01');
      await page.fill('[name="to"]', '2026-03-31');
      await page.locator('dialog button[type="submit"]').click();
      await page.waitForSelector('dialog', { state: 'detached' });
      await settle(page);
      const row = page.locator('tbody tr').first();
      const text = (await row.textContent()).replace(/[\u2068\u2069]/g, '');
      for (const part of ['Spring survey', 'Everybody was asked', '20,000', '25,000', '%', 'Mar'])
        check(text.includes(part), `"${part}" is not in ${text}`);
      check((await label(page)).includes('Edit'), `the focus is at ${await label(page)}`);
      check((await page.textContent('[role="status"]')).includes('Spring survey'), 'nothing says that it is saved');
      const { sources } = await (await context.request.get('/api/v1/sources')).json();
      same(sources[0].population, 25000, 'population on record');
      // As it was, and the audit keeps both.
      await row.locator('button').click();
      await page.fill('[name="name"]', before);
      await page.check('[name="reached"][value="unknown"]');
      for (const name of ['invited', 'population', 'from', 'to']) await page.fill(`[name="${name}"]`, '');
      await page.keyboard.press('Enter');
      await page.waitForSelector('dialog', { state: 'detached' });
      const after = (await (await context.request.get('/api/v1/sources')).json()).sources[0];
      same([after.reached, after.invited, after.from].join(), 'unknown,,', 'what is known');
    });
  },

  async what_is_wrong_stands_beside_its_field_and_nothing_is_lost() {
    await withPage({}, async (page) => {
      await openForm(page);
      for (const [name, value] of [['invited', '0.5'], ['to', '2020-01-01']]) {
        await page.fill('[name="invited"]', '100');
        await page.fill('[name="from"]', '2026-01-01');
        await page.fill(`[name="${name}"]`, value);
        await page.locator('dialog button[type="submit"]').click();
        const wrong = page.locator(`[name="${name}"][aria-invalid="true"]`);
        await wrong.waitFor();
        same(await page.evaluate(() => document.activeElement?.getAttribute('name')), name, 'the focus');
        same(await wrong.inputValue(), value, 'what was written');
        const id = (await wrong.getAttribute('aria-describedby')).split(' ')[0];
        check(plain(await page.textContent(`[id="${id}"]`)).startsWith(`${name}:`), 'another sentence');
      }
      await page.route('**/api/v1/sources/*', (route) => route.abort());
      await page.fill('[name="to"]', '2026-02-01');
      await page.locator('dialog button[type="submit"]').click();
      await page.waitForSelector('dialog .failed');
      same(await page.inputValue('[name="invited"]'), '100', 'what was written');
    });
  },

  async a_source_is_taken_out_as_a_file() {
    await withPage({}, async (page) => {
      await openForm(page);
      await page.locator('.source-export select').selectOption('ndjson');
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.locator('.source-export a').first().click(),
      ]);
      check(file.suggestedFilename().endsWith('.ndjson'), `the file is ${file.suggestedFilename()}`);
      const line = readFileSync(await file.path(), 'utf8').split('\n')[0];
      check('answers' in JSON.parse(line), `a line is ${line}`);
      const [book] = await Promise.all([
        page.waitForEvent('download'),
        page.locator('.source-export a').last().click(),
      ]);
      check(readFileSync(await book.path(), 'utf8').includes('source:'), 'no code book');
    });
  },

  async the_form_stands_in_the_address() {
    await withPage({}, async (page) => {
      await openForm(page);
      await page.reload();
      await page.waitForSelector('dialog[open] form');
      await page.keyboard.press('Escape');
      await page.waitForSelector('dialog', { state: 'detached' });
      same(new URL(page.url()).search, '', 'the address');
    });
  },
};
