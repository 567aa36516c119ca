// SPDX-License-Identifier: AGPL-3.0-or-later
//
// browser — the pages in a real browser against a real server: every state in both colours, at
// two widths, in two directions; the keyboard; and walks.  One file of browser/ for each page.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import * as importWalk from './browser/import_walk.mjs';
import * as imports from './browser/imports.mjs';
import * as join from './browser/join.mjs';
import * as overview from './browser/overview.mjs';
import { checkState, here, signIn } from './browser/page.mjs';
import * as quantities from './browser/quantities.mjs';
import { server } from './browser/server.mjs';
import * as shell from './browser/shell.mjs';
import * as sources from './browser/sources.mjs';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--force-device-scale-factor=1'];

const PAGES = { shell, overview, sources, imports, importWalk, join, quantities };

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
  here.base = found.url;
  here.browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  try {
    if (found.signIn) await signIn(found.signIn);
    const wanted = (name) => name.includes(only);
    const all = Object.values(PAGES).flatMap(({ TESTS }) => Object.entries(TESTS));
    for (const [name, action] of all.filter(([n]) => wanted(n))) await one(note, name, action);
    const states = Object.values(PAGES).flatMap(({ STATES }) => Object.entries(STATES));
    const jobs = [];
    for (const width of [1440, 390])
      for (const language of ['en', 'ar'])
        for (const [state, reach] of states)
          jobs.push([`${state} ${width} ${language}`, state, reach, { width, language }]);
    const queue = jobs.filter(([name]) => wanted(name));
    // Two at a time: one waits for the server while the other draws.
    await Promise.all([0, 1].map(async () => {
      for (let job = queue.shift(); job; job = queue.shift()) {
        const [name, state, reach, options] = job;
        await one(note, name, () => checkState(state, reach, options));
      }
    }));
  } finally {
    await here.browser.close();
    await found.stop();
  }
}
