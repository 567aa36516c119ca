// SPDX-License-Identifier: AGPL-3.0-or-later
//
// overview — every state of the page; the keyboard; a walk that opens every number.
import {
  check, checkWidth, json, label, open, pressUntil, problem, same, settle, textsOutside, withPage,
} from './page.mjs';

async function changeOverview(page, change) {
  await page.route('**/api/v1/overview', async (route) => {
    const response = await route.fetch();
    await route.fulfill(json(change(await response.json())));
  });
}

/** Every status in the rows of segments, and a tile of each kind. */
async function changeRows(page) {
  const status = [['too_few', 4], ['low_base', 17], ['suppressed', null], ['degenerate', 31], ['ok', 88]];
  await page.route('**/api/v1/query?*', async (route) => {
    const response = await route.fetch();
    const answer = await response.json();
    answer.rows?.forEach((row, i) => {
      const [code, n] = status[i % status.length];
      Object.assign(row, { status: code, n });
      if (code === 'suppressed') Object.assign(row, { value: null, lo: null, hi: null });
    });
    await route.fulfill(json(answer));
  });
}

export const STATES = {
  overview: async (page) => open(page),
  drawer: async (page) => {
    await open(page);
    await page.locator('.tile .n').first().click();
    await page.waitForSelector('.signals-count');
    await settle(page);
  },
  table: async (page) => open(page, '/?table'),
  filtered: async (page) => {
    await open(page);
    await page.locator('.segment .link').first().click();
    await page.waitForSelector('.chip');
    await settle(page);
  },
  shortcuts: async (page) => {
    await open(page);
    await pressUntil(page, '?', 'dialog[open]');
  },
  loading: async (page) => {
    await page.route('**/api/v1/query?*', () => undefined);
    await page.goto('/');
    await page.waitForSelector('.skeleton.is-slow');
  },
  waiting: async (page) => {
    await page.route('**/api/v1/overview', () => undefined);
    await page.goto('/');
    await page.waitForSelector('.skeleton.is-slow');
  },
  empty: async (page) => {
    await changeOverview(page, (o) => ({ ...o, signals: { n: 0, first: null, last: null }, sources: [],
      measures: [], dimensions: [], per: 'all', periods: { week: null, month: null, quarter: null, year: null } }));
    await open(page);
    await page.waitForSelector('.empty');
  },
  no_measure: async (page) => {
    await changeOverview(page, (o) => ({ ...o, measures: [] }));
    await open(page);
    await page.waitForSelector('.is-shares .segment');
  },
  no_choice: async (page) => {
    await changeOverview(page, (o) => ({ ...o, measures: [],
      dimensions: o.dimensions.filter(({ key }) => key === 'source') }));
    await open(page);
    await page.waitForSelector('.nothing');
  },
  no_times: async (page) => {
    await changeOverview(page, (o) => ({ ...o, per: 'all',
      periods: { week: null, month: null, quarter: null, year: null } }));
    await open(page);
    await page.waitForSelector('.trend-card .nothing');
  },
  statuses: async (page) => {
    await changeRows(page);
    await open(page);
  },
  sample: async (page) => {
    await changeOverview(page, (o) => ({ ...o, is_sample: true }));
    await open(page);
    await page.locator('.banner button').click();
    await page.waitForSelector('dialog[open]');
  },
  numbers_failed: async (page) => {
    await page.route('**/api/v1/query?*', (route) => route.fulfill(problem(503, 'BUSY', '')));
    await page.goto('/');
    await page.waitForSelector('.tile .failed');
  },
  failed: async (page) => {
    await page.route('**/api/v1/overview', (route) =>
      route.fulfill(problem(500, 'FAILED', 'The record could not be read.')));
    await page.goto('/');
    await page.waitForSelector('.failed');
    check((await page.textContent('.failed')).includes('r7Kq2'), 'the request id is missing');
  },
  offline: async (page) => {
    await open(page);
    await page.waitForSelector('.tile .kpi'); // something must be known, and keys be heard
    await settle(page);
    await page.route('**/api/**', (route) => route.abort());
    await pressUntil(page, 'r', '.banner.is-problem');
    await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
    check(await page.locator('.tile .kpi').count() > 0, 'what was known is gone');
    same(await page.locator('.failed').count(), 0, 'failures beside what is known');
  },
  signed_out: async (page) => {
    await page.route('**/api/**', (route) => route.fulfill(problem(401, 'DENIED', 'Sign in first.')));
    await page.goto('/?per=month');
    const link = page.locator('.middle-card a');
    await link.waitFor();
    check((await link.getAttribute('href')).startsWith('/sign-in'), 'no way to sign in');
  },
};

export const TESTS = {
  async every_number_opens_as_many_signals() {
    await withPage({}, async (page) => {
      await open(page, '/?table');
      const dimensions = await page.$$eval('#dimension option', (all) => all.map((o) => o.value));
      let opened = 0;
      for (const [i, dimension] of dimensions.slice(0, 6).entries()) {
        if (i > 0) {
          await page.selectOption('#dimension', dimension);
          await settle(page);
        }
        // Tiles and trend stay the same; later rounds open the segments only.
        const numbers = page.locator(i === 0 ? '.n' : '.segment .n');
        for (let k = 0; k < await numbers.count(); k++) {
          const n = await numbers.nth(k).getAttribute('data-n');
          await numbers.nth(k).click();
          const count = page.locator('.signals-count');
          await count.waitFor();
          same(await count.getAttribute('data-count'), n, `signals behind ${await page.textContent('#dialog-title')}`);
          await page.keyboard.press('Escape');
          await page.waitForSelector('dialog', { state: 'detached' });
          opened++;
        }
      }
      check(opened > 10, `only ${opened} numbers were found`);
    });
  },

  async the_big_number_of_a_tile_opens_them_too() {
    await withPage({}, async (page) => {
      await open(page);
      const tiles = page.locator('.tile:has(.kpi)');
      for (let k = 0; k < await tiles.count(); k++) {
        const n = await tiles.nth(k).locator('.n').getAttribute('data-n');
        await tiles.nth(k).locator('.kpi').click();
        await page.locator('.signals-count').waitFor();
        same(await page.getAttribute('.signals-count', 'data-count'), n, 'signals');
        await page.keyboard.press('Escape');
        await page.waitForSelector('dialog', { state: 'detached' });
      }
    });
  },

  async drawer_pages_to_the_last_signal_each_once() {
    await withPage({}, async (page) => {
      await open(page);
      const ns = await page.$$eval('.segment .n', (all) => all.map((b) => Number(b.dataset.n)));
      const at = ns.findLastIndex((n) => n > 25 && n < 400);
      check(at >= 0, `no segment of a fitting size: ${ns}`);
      await page.locator('.segment .n').nth(at).click();
      await page.waitForSelector('.signals-count');
      for (let i = 0; i < 40 && await page.locator('.signals-more').count() > 0; i++) {
        const before = await page.locator('.signal').count();
        await page.locator('.signals-more').click();
        await page.waitForFunction((k) => document.querySelectorAll('.signal').length > k, before);
        await settle(page);
      }
      const ids = await page.$$eval('.signal', (all) => all.map((s) => s.dataset.id));
      same(ids.length, ns[at], 'signals listed');
      same(new Set(ids).size, ids.length, 'different signals');
      check((await page.textContent('.next-step')).length > 20, 'no next step');
    });
  },

  async keyboard_reaches_everything() {
    await withPage({}, async (page) => {
      await open(page, '/?table');
      const wanted = await page.evaluate(() => {
        const groups = new Set();
        const all = [...document.querySelectorAll('a[href], button, select, input, [tabindex="0"]')]
          .filter((e) => !e.disabled && e.getClientRects().length > 0)
          .filter((e) => {
            if (e.type !== 'radio') return true;
            if (groups.has(e.name)) return false; // a group is one stop, at what is chosen
            groups.add(e.name);
            return true;
          });
        all.forEach((e, i) => e.setAttribute('data-stop', String(i)));
        return all.length;
      });
      const seen = new Set();
      for (let i = 0; i < wanted + 5; i++) {
        await page.keyboard.press('Tab');
        const [stop, name] = await page.evaluate(() => {
          const e = document.activeElement;
          const group = e?.type === 'radio' ? document.querySelector(`input[name="${e.name}"][data-stop]`) : e;
          return [group?.getAttribute('data-stop'), e?.className];
        });
        if (i === 0) same(name, 'skip', 'the first stop');
        if (stop !== null && stop !== undefined) seen.add(stop);
      }
      const missed = await page.evaluate((found) => [...document.querySelectorAll('[data-stop]')]
        .filter((e) => !found.includes(e.getAttribute('data-stop')))
        .map((e) => `${e.tagName} ${e.className} ${e.textContent}`.slice(0, 60)), [...seen]);
      same(missed.join('; '), '', 'not reached by Tab');
    });
  },

  async skip_link_leads_to_the_content() {
    await withPage({}, async (page) => {
      await open(page);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      same(await page.evaluate(() => document.activeElement?.id), 'main', 'the focus');
    });
  },

  async drawer_holds_the_focus_and_gives_it_back() {
    await withPage({}, async (page) => {
      await open(page);
      const opener = page.locator('.segment .n').first();
      await opener.focus();
      const before = await label(page);
      await page.keyboard.press('Enter');
      await page.waitForSelector('.signals-count');
      for (let i = 0; i < 12; i++) {
        await page.keyboard.press('Tab');
        check(await page.evaluate(() => document.activeElement === document.body ||
          document.activeElement?.closest('dialog') !== null), `the focus left the drawer: ${await label(page)}`);
      }
      await page.keyboard.press('Escape');
      await page.waitForSelector('dialog', { state: 'detached' });
      same(await label(page), before, 'the focus');
    });
  },

  async trend_is_read_and_opened_by_keys() {
    await withPage({}, async (page) => {
      await open(page);
      const trend = page.locator('[role="slider"]');
      await trend.focus();
      const texts = [];
      for (const key of ['Home', 'ArrowRight', 'End', 'ArrowLeft']) {
        await page.keyboard.press(key);
        texts.push(await trend.getAttribute('aria-valuetext'));
      }
      same(new Set(texts).size, 4, `different periods in ${texts.join(' | ')}`);
      const n = await page.getAttribute('.trend-readout .n', 'data-n');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.signals-count');
      same(await page.getAttribute('.signals-count', 'data-count'), n, 'signals');
    });
  },

  async address_holds_the_view_and_back_undoes() {
    await withPage({}, async (page) => {
      await open(page);
      await page.locator('.segmented label').first().click();
      await settle(page);
      await page.locator('.segment .link').first().click();
      await page.waitForSelector('.chip');
      await settle(page);
      const chip = await page.textContent('.chip');
      await page.locator('.tile .n').first().click();
      await page.waitForSelector('.signals-count');
      const count = await page.getAttribute('.signals-count', 'data-count');
      await page.reload();
      await page.waitForSelector('.signals-count');
      same(await page.getAttribute('.signals-count', 'data-count'), count, 'signals after a reload');
      same(await page.textContent('.chip'), chip, 'the filter after a reload');
      await page.goBack();
      await page.waitForSelector('dialog', { state: 'detached' });
      await page.goBack();
      await page.waitForSelector('.chip', { state: 'detached' });
      await page.goBack();
      same(new URL(page.url()).search, '', 'the address');
    });
  },

  async single_keys_can_be_switched_off() {
    await withPage({}, async (page) => {
      await open(page);
      await page.keyboard.press('?');
      await page.locator('dialog .check input').uncheck();
      await page.keyboard.press('Escape');
      await page.waitForSelector('dialog', { state: 'detached' });
      await page.keyboard.press('?');
      await page.keyboard.press('m');
      same(await page.locator('dialog').count(), 0, 'dialogs');
      same(new URL(page.url()).search, '', 'the address');
    });
  },

  async theme_is_chosen_and_kept() {
    await withPage({}, async (page) => {
      await open(page);
      await page.keyboard.press('t');
      await page.reload();
      await settle(page);
      same(await page.evaluate(() => document.documentElement.dataset.theme), 'dark', 'the theme');
    });
  },

  async no_text_stands_outside_the_catalogues() {
    await withPage({}, async (page, context) => {
      await changeOverview(page, (o) => ({ ...o, is_sample: true }));
      for (const search of ['/?lang=en-XA', '/?lang=en-XA&table']) {
        await open(page, search);
        const found = await textsOutside(page);
        const { measures } = await (await context.request.get('/api/v1/overview')).json();
        const names = await page.$$eval('#dimension option, .stepper-at', (all) => all.map((o) => o.textContent));
        names.push(...measures.map((m) => m.label));
        same(found.filter((text) => !names.includes(text)).join(' | '), '', `texts in ${search}`);
      }
    });
  },

  async narrow_windows_and_large_letters_fit() {
    for (const width of [320, 760, 1000])
      await withPage({ width }, async (page) => {
        await open(page);
        await checkWidth(page);
        await page.locator('.tile .n').first().click();
        await page.waitForSelector('.signals-count');
        await checkWidth(page);
      });
    await withPage({ width: 390 }, async (page) => {
      await open(page, '/?lang=en-XA');
      await checkWidth(page);
    });
  },

  async nothing_is_drawn_for_a_glance() {
    await withPage({}, async (page) => {
      await page.addInitScript(() => {
        window.seen = {};
        new MutationObserver(() => {
          for (const [name, selector] of [['blank', '.tile .skeleton'], ['slow', '.tile .skeleton.is-slow']])
            if (document.querySelector(selector)) window.seen[name] ??= performance.now();
        }).observe(document, { subtree: true, childList: true, attributes: true });
      });
      await page.route('**/api/v1/query?*', () => undefined);
      await page.goto('/');
      await page.waitForFunction(() => window.seen.slow !== undefined);
      const waited = await page.evaluate(() => window.seen.slow - window.seen.blank);
      check(waited > 150, `a skeleton is drawn after ${waited} ms`);
    });
  },
};
