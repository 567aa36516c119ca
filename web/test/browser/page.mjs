// SPDX-License-Identifier: AGPL-3.0-or-later
//
// page — a page of the server in the browser, and what must hold of every one.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SHOTS = process.env.ATTUNE_WEB_SHOTS;
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const check = (holds, text) => {
  if (!holds) throw new Error(text);
};
export const same = (is, should, what) => check(is === should, `${what}: ${is}, and should be ${should}`);

/** The browser, the server's address, and the cookies of whoever is signed in. */
export const here = { browser: null, base: '', kept: null };

/** As the first administrator, on pages without a script. */
export async function signIn(link) {
  const context = await here.browser.newContext({ javaScriptEnabled: false, baseURL: here.base });
  const page = await context.newPage();
  await page.goto(link);
  for (const [id, value] of [['name', 'Mara Okafor'], ['email', 'mara@example.org'],
    ['password', 'seven green kettles whisper']])
    if (await page.locator(`#${id}`).count() > 0) await page.fill(`#${id}`, value);
  await page.click('button[type="submit"]');
  check(new URL(page.url()).pathname === '/', `signing in ends at ${page.url()}`);
  here.kept = await context.storageState();
  await context.close();
}

export async function withPage(options, action) {
  const { width = 1440, language = 'en', isSignedIn = true } = options;
  const context = await here.browser.newContext({
    viewport: { width, height: 900 }, colorScheme: 'light', locale: language, baseURL: here.base,
    reducedMotion: 'reduce', ...(isSignedIn && here.kept ? { storageState: here.kept } : {}),
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
export const settle = (page) => page.waitForFunction(isSettled, null, { timeout: 20_000 });

export async function open(page, address = '/') {
  await page.goto(address);
  await settle(page);
}

/** Until it shows what it does: a key gets lost where another page of the browser opens just then. */
export async function pressUntil(page, key, selector) {
  for (let tries = 0; tries < 5; tries += 1) {
    await page.keyboard.press(key);
    const isThere = await page.waitForSelector(selector, { timeout: 5000 }).then(() => true, () => false);
    if (isThere) return;
  }
  const focused = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 80));
  throw new Error(`the key ${key} shows no ${selector}; the focus is on ${focused}`);
}

/* ---- what must hold of every state ---- */

export async function checkWidth(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check(wide <= 0, `the page is ${wide} px wider than its window`);
}

export async function checkTargets(page) {
  const small = await page.evaluate(() => {
    const scope = document.querySelector('dialog[open]') ?? document;
    return [...scope.querySelectorAll('a[href], button, select, input, textarea, [role="slider"]')].flatMap((e) => {
      const target = e.matches('.segmented input') ? e.parentElement : e.closest('label.check, label.choice') ?? e;
      const box = target.getBoundingClientRect();
      if (e.matches('.skip, .unseen') || box.width === 0 || e.closest('[hidden]')) return [];
      return box.width < 23.5 || box.height < 23.5
        ? [`${e.textContent || e.ariaLabel} ${box.width}×${box.height}`] : [];
    });
  });
  same(small.join('; '), '', 'targets under 24 px');
}

export async function checkAxe(page, runOnly) {
  await page.evaluate(AXE);
  const found = await page.evaluate(async (only) => {
    const { violations } = await window.axe.run(document, { runOnly: only, preload: false,
      resultTypes: ['violations'] });
    return violations.map((v) => `${v.id} (${v.nodes.slice(0, 3).map((n) =>
      `${n.target.join(' ')}: ${n.any[0]?.message ?? n.failureSummary}`).join(' | ')})`);
  }, runOnly);
  same(found.join('; '), '', 'axe');
}

/** In the pseudo language: texts that no catalogue has. */
export const textsOutside = (page) => page.evaluate(() => {
  // What the record says itself, and what Intl writes.
  const data = 'bdi, .number, code, kbd, time, option, textarea, .verbatim, .avatar, .stepper-at, .axis, strong, '
    + 'th[scope="row"], noscript, script, body [lang]';
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

/** Without the marks that set parts of a sentence apart. */
export const plain = (text) => text.replace(/[\u2068\u2069]/g, '');

/* ---- replies ---- */

export const problem = (status, code, detail) => ({
  status, contentType: 'application/problem+json',
  body: JSON.stringify({ type: 'about:blank', title: code, status, code, detail, request: 'r7Kq2' }),
});
export const json = (value) => ({ status: 200, contentType: 'application/json', body: JSON.stringify(value) });

async function shoot(page, name, { width, language }, scheme) {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}-${scheme}-${width}-${language}.png`),
    fullPage: !/drawer|sample|shortcuts|edit|wrong|undo/.test(name) });
}

/** A state, in both colours; reach(page) goes there. */
export async function checkState(name, reach, options) {
  await withPage(options, async (page) => {
    await reach(page);
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

export const label = (page) => page.evaluate(() => {
  const e = document.activeElement;
  return e ? `${e.tagName} ${e.id || e.className} ${e.ariaLabel ?? e.textContent ?? ''}`.slice(0, 90) : '';
});
