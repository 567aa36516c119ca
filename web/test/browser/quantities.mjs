// SPDX-License-Identifier: AGPL-3.0-or-later
//
// quantities — numbers, dimensions of many values, weights and words in an order, from a file that
// is brought to what the overview says of it.
import { bring } from './imports.mjs';
import { check, open, same, settle, withPage } from './page.mjs';

export const STATES = {};

const ANSWERS = ['Strongly disagree', 'Disagree', 'Neutral', 'Agree', 'Strongly agree'];
const row = (i) => [10 + i % 7, `$${100 + i}`, `Shop ${i % 40}`, i % 2 ? 2 : 0.5, ANSWERS[i % 5]].join();
const TABLE = `nps,price_usd,shop,weight,I feel valued
${Array.from({ length: 400 }, (_, i) => row(i).replace(/^1/, '')).join('\n')}\n`;

const taken = async (page) => {
  await page.locator('.plan-foot .is-primary').click();
  await page.waitForSelector('.figures.is-large', { timeout: 20_000 });
  await page.getByText('See it on the overview').click();
  await page.waitForSelector('.tile .n');
  await settle(page);
};

export const TESTS = {
  async quantities_many_values_weights_and_words_reach_the_overview() {
    await withPage({}, async (page) => {
      await bring(page, 'quantities.csv', TABLE);
      // Words in an order become a score by one key.
      const words = page.locator('.question', { hasText: 'stand in an order' });
      await words.getByRole('button', { name: /^Score them from 1 to/ }).press('Enter');
      await page.waitForFunction(() => document.querySelector('.plan')?.getAttribute('aria-busy') === 'false');
      same(await words.count(), 0, 'questions about words');
      await taken(page);

      const titles = await page.locator('.tile-title').allTextContents();
      check(titles.includes('I feel valued'), `no score of words: ${titles}`);
      const price = page.locator('.tile', { hasText: 'price_usd' });
      check((await price.textContent()).includes('USD'), 'no currency');
      same(await price.locator('.n').getAttribute('data-n'), '400', 'prices');
      same((await price.locator('.kpi').textContent()).trim(), '299.5', 'the mean price');

      // Each of forty shops is found by its name.
      await page.locator('#dimension').selectOption({ label: 'shop' });
      await settle(page);
      same(await page.locator('[aria-labelledby="segments-title"] .segment').count(), 25, 'shops in sight');
      const list = page.locator('.segment-card', { has: page.locator('#dimension') });
      await list.getByRole('searchbox').fill('shop 39');
      same(await list.locator('.segment').count(), 1, 'shops of that name');
      check((await list.locator('.segment').textContent()).includes('Shop 39'), 'another shop');
      await list.getByRole('searchbox').fill('');
      await list.getByRole('button', { name: /^Show/ }).click();
      same(await list.locator('.segment').count(), 40, 'all shops');

      // The weights are used where somebody says so, and the address keeps it.
      const value = () => price.locator('.kpi').textContent();
      await page.getByRole('radio', { name: 'Weighted', exact: true }).check();
      await page.waitForFunction(() => location.search.includes('weighted'));
      await page.waitForFunction(() => document.querySelectorAll('.tile[aria-busy="true"]').length === 0);
      same((await value()).trim(), '299.8', 'the weighted mean price');
      await page.reload();
      await page.waitForSelector('.tile .n');
      await settle(page);
      same((await value()).trim(), '299.8', 'the weighted mean price after a reload');
    });
  },

  async a_source_with_nothing_to_compare_shows_no_groups() {
    await withPage({}, async (page) => {
      await bring(page, 'scores_alone.csv', `staff,food\n${Array.from({ length: 60 }, (_, i) =>
        `${i % 5 + 1},${(i * 3) % 5 + 1}`).join('\n')}\n`);
      await taken(page);
      same(await page.locator('.tile .n').first().getAttribute('data-n'), '60', 'answers');
      same(await page.locator('.segment-card').count(), 0, 'cards of groups, where there is one group');
    });
  },
};
