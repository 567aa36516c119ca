// SPDX-License-Identifier: AGPL-3.0-or-later
//
// browser — the page in a real browser against a real server: every state in both colours, at
// two widths, in two directions; the keyboard; and a walk that opens every number.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SHOTS = process.env.ATTUNE_WEB_SHOTS;
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--force-device-scale-factor=1'];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const check = (holds, text) => {
  if (!holds) throw new Error(text);
};
const same = (is, should, what) => check(is === should, `${what}: ${is}, and should be ${should}`);

/* ---- the server ---- */

const NOW = '2026-11-17T09:00:00Z';

/** {url, signIn, stop}, or why there is none. */
async function server() {
  const given = process.env.ATTUNE_WEB_URL;
  if (given) return { url: given.replace(/\/$/, ''), signIn: process.env.ATTUNE_WEB_SIGN_IN, stop() {} };
  const attune = process.env.ATTUNE;
  if (!attune) return 'there is no server to be driven (ATTUNE or ATTUNE_WEB_URL)';
  const folder = mkdtempSync(join(tmpdir(), 'attune-web-'));
  const data = join(folder, 'data');
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'] };
  execFileSync(attune, ['init', data, '--zone', 'Europe/Madrid'], quiet);
  execFileSync(attune, ['sample', '--data', data, '--signals', '8000', '--end', '2026-11-17',
    '--now', NOW], quiet);
  const log = openSync(join(folder, 'log'), 'w');
  const child = spawn(attune, ['serve', '--data', data, '--listen', '127.0.0.1:0', '--now', NOW],
    { stdio: ['ignore', 'pipe', log] });
  const ended = new Promise((done) => child.on('exit', done));
  const signIn = await new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error(`attune serve says nothing: ${text}`)), 60_000);
    child.stdout.on('data', (bytes) => {
      text += bytes;
      const link = /http:\S*\/sign-in\/link\/\S+/.exec(text);
      if (!link) return;
      clearTimeout(timer);
      resolve(link[0]);
    });
  });
  return {
    url: new URL(signIn).origin, signIn,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** As the first administrator, on pages without a script. */
async function signIn(link) {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: base });
  const page = await context.newPage();
  await page.goto(link);
  for (const [id, value] of [['name', 'Mara Okafor'], ['email', 'mara@example.org'],
    ['password', 'seven green kettles whisper']])
    if (await page.locator(`#${id}`).count() > 0) await page.fill(`#${id}`, value);
  await page.click('button[type="submit"]');
  check(new URL(page.url()).pathname === '/', `signing in ends at ${page.url()}`);
  kept = await context.storageState();
  await context.close();
}

/* ---- pages ---- */

let base;
let browser;
let kept; // cookies of whoever is signed in

async function withPage(options, action) {
  const { width = 1440, language = 'en', isSignedIn = true } = options;
  const context = await browser.newContext({
    viewport: { width, height: 900 }, colorScheme: 'light', locale: language, baseURL: base,
    reducedMotion: 'reduce', ...(isSignedIn && kept ? { storageState: kept } : {}),
    hasTouch: width < 500,
  });
  const page = await context.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    // What the browser says itself of a reply that a test made fail is no mistake of the page.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      problems.push(message.text());
  });
  try {
    await action(page, context);
    same(problems.join('; '), '', 'errors of the page');
  } finally {
    await context.close();
  }
}

const isSettled = () => !document.querySelector('.skeleton, [aria-busy="true"]') &&
  document.querySelector('#app > *') !== null;
const settle = (page) => page.waitForFunction(isSettled, null, { timeout: 20_000 });

async function open(page, search = '') {
  await page.goto(`/${search}`);
  await settle(page);
}

/* ---- what must hold of every state ---- */

async function checkWidth(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check(wide <= 0, `the page is ${wide} px wider than its window`);
}

async function checkTargets(page) {
  const small = await page.evaluate(() => {
    const scope = document.querySelector('dialog[open]') ?? document;
    return [...scope.querySelectorAll('a[href], button, select, input, [role="slider"]')].flatMap((e) => {
      const target = e.matches('.segmented input') ? e.parentElement : e.closest('label.check') ?? e;
      const box = target.getBoundingClientRect();
      if (e.matches('.skip') || box.width === 0 || e.closest('[hidden]')) return [];
      return box.width < 23.5 || box.height < 23.5
        ? [`${e.textContent || e.ariaLabel} ${box.width}×${box.height}`] : [];
    });
  });
  same(small.join('; '), '', 'targets under 24 px');
}

async function checkAxe(page, runOnly) {
  await page.evaluate(AXE);
  const found = await page.evaluate(async (only) => {
    const { violations } = await window.axe.run(document, { runOnly: only, preload: false,
      resultTypes: ['violations'] });
    return violations.map((v) => `${v.id} (${v.nodes.slice(0, 3).map((n) =>
      `${n.target.join(' ')}: ${n.any[0]?.message ?? n.failureSummary}`).join(' | ')})`);
  }, runOnly);
  same(found.join('; '), '', 'axe');
}

/* ---- states ---- */

const problem = (status, code, detail) => ({
  status, contentType: 'application/problem+json',
  body: JSON.stringify({ type: 'about:blank', title: code, status, code, detail, request: 'r7Kq2' }),
});
const json = (value) => ({ status: 200, contentType: 'application/json', body: JSON.stringify(value) });

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

const STATES = {
  overview: async (page) => open(page),
  drawer: async (page) => {
    await open(page);
    await page.locator('.tile .n').first().click();
    await page.waitForSelector('.signals-count');
    await settle(page);
  },
  table: async (page) => open(page, '?table'),
  filtered: async (page) => {
    await open(page);
    await page.locator('.segment .link').first().click();
    await page.waitForSelector('.chip');
    await settle(page);
  },
  shortcuts: async (page) => {
    await open(page);
    await page.keyboard.press('?');
    await page.waitForSelector('dialog[open]');
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
    await page.route('**/api/**', (route) => route.abort());
    await page.keyboard.press('r');
    await page.waitForSelector('.banner.is-problem');
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

async function shoot(page, name, { width, language }, scheme) {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}-${scheme}-${width}-${language}.png`),
    fullPage: !/drawer|sample|shortcuts/.test(name) });
}

async function checkState(name, options) {
  await withPage(options, async (page) => {
    await STATES[name](page);
    await shoot(page, name, options, 'light');
    await checkWidth(page);
    await checkTargets(page);
    await checkAxe(page, { type: 'tag', values: RULES });
    const direction = await page.evaluate(() => getComputedStyle(document.body).direction);
    same(direction, options.language === 'ar' ? 'rtl' : 'ltr', 'direction');
    // In the dark the same page has other colours, and nothing else.
    await page.emulateMedia({ colorScheme: 'dark' });
    same(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor),
      'rgb(17, 18, 20)', 'the dark page');
    await shoot(page, name, options, 'dark');
    await checkWidth(page);
    await checkAxe(page, { type: 'rule', values: ['color-contrast'] });
  });
}

/* ---- the rest ---- */

const label = (page) => page.evaluate(() => {
  const e = document.activeElement;
  return e ? `${e.tagName} ${e.id || e.className} ${e.ariaLabel ?? e.textContent ?? ''}`.slice(0, 90) : '';
});

const TESTS = {
  async shell_is_the_same_for_everybody() {
    const texts = [];
    for (const isSignedIn of [true, false])
      await withPage({ isSignedIn }, async (page, context) => {
        texts.push(await (await context.request.get('/')).text());
        same(new URL(page.url() === 'about:blank' ? base : page.url()).origin, new URL(base).origin, 'origin');
      });
    same(texts[0], texts[1], 'the shell of somebody who is signed out');
  },

  async files_come_packed_and_are_kept() {
    await withPage({}, async (page, context) => {
      const shell = await context.request.get('/');
      check(/no-cache/.test(shell.headers()['cache-control']), 'the shell is kept without asking');
      const { etag } = shell.headers();
      const again = await context.request.get('/', { headers: { 'If-None-Match': etag } });
      same(again.status(), 304, 'status of a shell that is known');
      const policy = again.headers()['content-security-policy'];
      check([undefined, shell.headers()['content-security-policy']].includes(policy), `policy: ${policy}`);
      const file = /src="([^"]+)"/.exec(await shell.text())[1];
      for (const [accept, encoding] of [['br, gzip', 'br'], ['gzip', 'gzip'], ['identity', undefined]]) {
        const reply = await context.request.get(file, { headers: { 'Accept-Encoding': accept } });
        same(reply.headers()['content-encoding'], encoding, `encoding for ${accept}`);
        check(/immutable/.test(reply.headers()['cache-control']), 'a file with a hash is not kept');
        check((await reply.text()).length > 10_000, 'the script is cut');
      }
      same((await context.request.get('/assets/nothing.js')).status(), 404, 'status of no file');
    });
  },

  async shell_names_all_of_the_first_load() {
    await withPage({}, async (page, context) => {
      const shell = await (await context.request.get('/')).text();
      const named = new Set([...shell.matchAll(/(?:src|href)="([^"]+)"/g)].map((m) => m[1]));
      const asked = [];
      page.on('request', (request) => asked.push(request));
      await open(page);
      const files = asked.map((r) => new URL(r.url()))
        .filter((u) => u.pathname !== '/' && !u.pathname.startsWith('/api/')).map((u) => u.pathname);
      same(files.filter((f) => !named.has(f)).join(' '), '', 'not named in the shell');
      check(asked.every((r) => new URL(r.url()).origin === base), 'something came from elsewhere');
    });
  },

  async every_number_opens_as_many_signals() {
    await withPage({}, async (page) => {
      await open(page, '?table');
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
      await open(page, '?table');
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
      for (const search of ['?lang=en-XA', '?lang=en-XA&table']) {
        await open(page, search);
        const found = await page.evaluate(() => {
          // What the record says itself, and what Intl writes.
          const data = 'bdi, .number, code, kbd, time, option, .verbatim, .avatar, .stepper-at, .axis, strong, th[scope="row"], noscript, script';
          const texts = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const node = walker.currentNode;
            const text = node.textContent.trim();
            const parent = node.parentElement;
            if (!/\p{L}{2}/u.test(text) || parent.closest(data)) continue;
            if (!text.includes('⟦') && !parent.textContent.includes('⟦')) texts.push(text);
          }
          return texts;
        });
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
      await open(page, '?lang=en-XA');
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
      await page.waitForSelector('.skeleton.is-slow');
      const waited = await page.evaluate(() => window.seen.slow - window.seen.blank);
      check(waited > 150, `a skeleton is drawn after ${waited} ms`);
    });
  },
};

async function one(note, name, action) {
  const start = performance.now();
  try {
    await action();
    note('passed', performance.now() - start, 'browser', name);
  } catch (cause) {
    note('failed', performance.now() - start, 'browser', name, cause.message);
  }
}

export async function browse(note, only) {
  if (!existsSync(CHROMIUM)) {
    note('skipped', 0, 'browser', 'all', 'Chromium is not installed (tools/deps browser)');
    return;
  }
  const found = await server();
  if (typeof found === 'string') {
    note('skipped', 0, 'browser', 'all', found);
    return;
  }
  base = found.url;
  browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  try {
    if (found.signIn) await signIn(found.signIn);
    const wanted = (name) => name.includes(only);
    for (const [name, action] of Object.entries(TESTS).filter(([n]) => wanted(n)))
      await one(note, name, action);
    const jobs = [];
    for (const width of [1440, 390])
      for (const language of ['en', 'ar'])
        for (const state of Object.keys(STATES))
          jobs.push([`${state} ${width} ${language}`, state, { width, language }]);
    const queue = jobs.filter(([name]) => wanted(name));
    // Two at a time: one waits for the server while the other draws.
    await Promise.all([0, 1].map(async () => {
      for (let job = queue.shift(); job; job = queue.shift()) {
        const [name, state, options] = job;
        await one(note, name, () => checkState(state, options));
      }
    }));
  } finally {
    await browser.close();
    await found.stop();
  }
}
