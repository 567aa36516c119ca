// SPDX-License-Identifier: AGPL-3.0-or-later
//
// shell — what the server sends before any page is drawn.
import { check, here, open, same, withPage } from './page.mjs';

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
