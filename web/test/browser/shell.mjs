// SPDX-License-Identifier: AGPL-3.0-or-later
//
// shell — what the server sends before any page is drawn.
import { check, here, open, same, settle, withPage } from './page.mjs';

export const STATES = {};

export const TESTS = {
  async shell_is_the_same_for_everybody() {
    const texts = [];
    for (const isSignedIn of [true, false])
      await withPage({ isSignedIn }, async (page, context) => {
        texts.push(await (await context.request.get('/')).text());
        same(new URL(page.url() === 'about:blank' ? here.base : page.url()).origin, new URL(here.base).origin, 'origin');
      });
    same(texts[0], texts[1], 'the shell of somebody who is signed out');
  },

  async each_page_has_its_address_and_its_title() {
    await withPage({}, async (page, context) => {
      const shell = await (await context.request.get('/')).text();
      const titles = new Set();
      for (const address of ['/', '/sources', '/imports', '/imports/new']) {
        same(await (await context.request.get(address)).text(), shell, `the shell at ${address}`);
        await open(page, address);
        const [title, heading] = await page.evaluate(() => [document.title, document.querySelector('h1').textContent]);
        check(title.includes(heading), `${address} is called ${title}`);
        titles.add(title);
        same(await page.getAttribute('.side-pages [aria-current]', 'href') !== null, true, 'no page is marked');
      }
      same(titles.size, 4, 'different titles');
      for (const address of ['/overview', '/imports/1/x', '/sources/x'])
        same((await context.request.get(address)).status(), 404, `status of ${address}`);
    });
  },

  async ways_from_page_to_page_bring_the_focus_to_the_title() {
    await withPage({}, async (page) => {
      const focused = () => page.waitForFunction(() => document.activeElement?.id === 'page-title');
      await open(page, '/?per=year');
      same(await page.evaluate(() => document.activeElement?.id), '', 'the focus of the first page');
      await page.locator('.side-pages a').nth(1).click();
      await focused();
      same(await page.evaluate(() => location.pathname + location.search), '/sources', 'the address');
      same(await page.getAttribute('.side-pages .is-here', 'aria-current'), 'page', 'the mark');
      await settle(page);
      await page.goBack();
      await page.waitForSelector('.tile');
      await focused();
      same(new URL(page.url()).search, '?per=year', 'the address');
      for (const [key, path] of [['3', '/imports'], ['n', '/imports/new'], ['2', '/sources'], ['1', '/']]) {
        await page.keyboard.press(key);
        await page.waitForFunction((p) => location.pathname === p, path);
        await settle(page);
        await focused();
      }
    });
  },

  async a_page_that_does_not_come_is_said_so() {
    await withPage({}, async (page) => {
      await open(page);
      await page.route('**/assets/*.js', (route) => route.abort());
      await page.locator('.side-pages a').nth(1).click();
      await page.waitForSelector('.failed');
      await page.unroute('**/assets/*.js');
      await page.locator('.failed button').click();
      await page.waitForSelector('.row-does');
    });
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
      check(asked.every((r) => new URL(r.url()).origin === here.base), 'something came from elsewhere');
    });
  },
};
