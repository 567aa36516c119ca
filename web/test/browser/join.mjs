// SPDX-License-Identifier: AGPL-3.0-or-later
//
// join — a file with what belongs to it: a second table that is joined, a code book, the layout of
// the tool that wrote it, the wave before.
import { check, open, same, settle, withPage } from './page.mjs';
import { bring, file } from './imports.mjs';

const ANSWERS = `customer,netpro,gate
${Array.from({ length: 24 }, (_, i) => `C-${100 + i},${i % 11},${i % 3 + 1}`).join('\n')}
`;
const PLANS = `id,plan,since
${Array.from({ length: 30 }, (_, i) => `C-${103 + i},${i % 2 ? 'gold' : 'basic'},${2015 + i % 9}`).join('\n')}
`;
const ORDERS = `customer,item
${Array.from({ length: 40 }, (_, i) => `C-${100 + i % 24},${i % 2 ? 'tea' : 'jam'}${i}`).join('\n')}
`;
const UNLIKE = `number,colour\n${Array.from({ length: 9 }, (_, i) => `${i},${'red green blue'.split(' ')[i % 3]}`).join('\n')}\n`;
const BOOK = 'gate: Where did you board?\n1 = Terminal A\n2 = Terminal B\n3 = Terminal C\n';
const SURVEYMONKEY = `RespondentID,Which have you seen?,,How was it?
,The first,The second,Response
${Array.from({ length: 12 }, (_, i) => `${9000 + i},${i % 2 ? 'The first' : ''},${i % 3 ? 'The second' : ''},${i % 5 + 1}`).join('\n')}
`;

/** A change is asked about a moment later. */
async function planned(page) {
  await page.waitForTimeout(50);
  await page.waitForFunction(() => document.querySelector('.plan')?.getAttribute('aria-busy') === 'false');
}

async function join(page, name, text) {
  await page.locator('.plan-join').evaluate((details) => (details.open = true));
  await page.setInputFiles('.plan-join input[type="file"]', file(name, text));
}

async function joined(page, name, text) {
  await bring(page, 'answers.csv', ANSWERS);
  await join(page, name, text);
  await page.waitForSelector('.join-keys');
  await settle(page);
}

export const STATES = {
  plan_join_none: async (page) => {
    await bring(page, 'answers.csv', ANSWERS);
    await page.locator('.plan-join summary').click();
  },
  plan_join: async (page) => joined(page, 'plan of this year.csv', PLANS),
  plan_join_twice: async (page) => joined(page, 'orders.csv', ORDERS),
  plan_join_chosen: async (page) => {
    await joined(page, 'orders.csv', ORDERS);
    await page.locator('#join-twice').selectOption('last');
    await page.locator('#join-twice').evaluate((select) => select.scrollIntoView({ block: 'center' }));
    await settle(page);
  },
  plan_join_unlike: async (page) => joined(page, 'colours.csv', UNLIKE),
  plan_join_refused: async (page) => {
    await bring(page, 'answers.csv', ANSWERS);
    await join(page, 'empty.csv', '');
    await page.waitForSelector('.plan-join .field-wrong');
  },
  plan_book_done: async (page) => {
    await bring(page, 'answers.csv', ANSWERS);
    await page.locator('.plan-book summary').click();
    await page.fill('#book-text', BOOK);
    await page.locator('.plan-book .is-primary').click();
    await page.waitForFunction(() => document.querySelector('.plan-book [role="status"]').textContent !== '');
    await settle(page);
  },
  plan_reached: async (page) => {
    await bring(page, 'answers of a new source.csv', ANSWERS.replace('gate', 'door'));
    await page.locator('#reached').selectOption('random');
    await settle(page);
  },
  plan_layout: async (page) => bring(page, 'monkey.csv', SURVEYMONKEY),
};

const now = async (page, context) =>
  (await (await context.request.get(`/api/v1${new URL(page.url()).pathname}`)).json()).report;

export const TESTS = {
  async who_was_asked_is_said_once_for_a_new_source() {
    await withPage({}, async (page, context) => {
      await bring(page, 'asked.csv', ANSWERS.replace('gate', 'exit'));
      await page.locator('#reached').selectOption('everybody');
      await planned(page);
      await page.getByLabel('How many were invited').fill('many');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.plan-file .field-wrong');
      await page.getByLabel('How many were invited').fill('480');
      await page.keyboard.press('Enter');
      await planned(page);
      await page.locator('.plan-foot .is-primary').click();
      await page.waitForSelector('.figures.is-large', { timeout: 20_000 });
      const { sources } = await (await context.request.get('/api/v1/sources')).json();
      const { reached, invited } = sources.find(({ key }) => key === 'asked');
      same([reached, invited].join(), 'everybody,480', 'who was asked');
      await bring(page, 'asked.csv', ANSWERS.replace('gate', 'exit').replaceAll('C-', 'D-'));
      same(await page.locator('#reached').count(), 0, 'questions about a source that is known');
    });
  },

  async a_second_table_is_joined_chosen_for_and_taken_out() {
    await withPage({}, async (page, context) => {
      await joined(page, 'orders.csv', ORDERS);
      check(await page.locator('.plan-foot .is-primary').isDisabled(), 'it can be taken before anything is chosen');
      await page.getByLabel('Where a key stands twice').selectOption('last');
      await planned(page);
      let report = await now(page, context);
      same([report.join.twice_counts, report.join.stops].join(), 'last,', 'what was chosen');
      await page.locator('.plan-foot .is-primary:enabled').waitFor();
      same(await page.locator('.records thead th', { hasText: 'item' }).count(), 1, 'columns called item');

      // Another table takes its place, with the key that is in it; then a wrong key is chosen.
      await join(page, 'plan.csv', PLANS);
      await page.getByText('Joined: ').filter({ hasText: 'plan.csv' }).waitFor();
      report = await now(page, context);
      same([report.join.by, report.join.to, report.join.matched].join(), 'customer,id,21', 'the other table');
      await page.getByLabel('Key in this file').selectOption('gate');
      await planned(page);
      report = await now(page, context);
      same([report.join.by, report.join.to, report.join.matched].join(), 'gate,id,0', 'the wrong key');
      await page.getByLabel('Key in this file').selectOption('customer');
      await planned(page);
      await page.getByText('Do not join it').click();
      await planned(page);
      report = await now(page, context);
      same([report.join, report.columns.length].join(), ',3', 'the table is joined still');
    });
  },

  async what_is_asked_of_the_file_as_a_whole_is_answered_by_its_line() {
    await withPage({}, async (page, context) => {
      await bring(page, 'monkey.csv', SURVEYMONKEY);
      same((await now(page, context)).layout, 'surveymonkey', 'the layout');
      await page.locator('.question', { hasText: 'SurveyMonkey' }).getByRole('button').nth(1).click();
      await planned(page);
      same((await now(page, context)).layout, null, 'the layout that was taken out');

      const wave = (year) => `id,clean,staff,food,seats\n${
        Array.from({ length: 20 }, (_, i) => `${year}-${i},${i % 5 + 1},${i % 4 + 1},${i % 3 + 2},${i % 2 + 3}`).join('\n')}\n`;
      await bring(page, 'wave2024.csv', wave(2024));
      await page.locator('.plan-foot .is-primary').click();
      await page.waitForSelector('.figures.is-large', { timeout: 20_000 });
      await bring(page, 'other2025.csv', wave(2025));
      await page.getByLabel('Source').fill('wave2025');
      await page.keyboard.press('Enter');
      await planned(page);
      const question = page.locator('.question', { hasText: 'wave' }).first();
      await question.getByRole('button').nth(1).click();
      await planned(page);
      const { columns } = await now(page, context);
      check(columns.some((c) => c.column === 'clean' && c.shared), 'its fields are not those of the wave before');
      await open(page, '/imports');
    });
  },
};
