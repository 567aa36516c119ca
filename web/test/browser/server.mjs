// SPDX-License-Identifier: AGPL-3.0-or-later
//
// server — the program with a sample organisation, or one that is given.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NOW = '2026-11-17T09:00:00Z';

/** {url, signIn, stop}, or why there is none. */
export async function server() {
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
