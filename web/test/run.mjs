// SPDX-License-Identifier: AGPL-3.0-or-later
//
// run — the tests of the interface: units under node --test, then the page in a browser.
//
// Prints what failed and `N passed, N failed`; with ATTUNE_RESULTS, a row per test goes to
// that file, as the program's own tests write theirs.
//
// usage: node test/run.mjs [--units] [--only WORD]
//   ATTUNE_WEB_URL      the server to be driven; without it, ATTUNE serves a sample
//   ATTUNE_WEB_SIGN_IN  a one-time link of that server
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run as runUnits } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { lucide } from '../tools/lucide.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const { values: given } = parseArgs({
  options: { units: { type: 'boolean', default: false }, only: { type: 'string', default: '' } },
});
process.chdir(dirname(HERE));

const rows = [];
function note(status, ms, file, name, reason = '') {
  rows.push([status, Math.round(ms), `web/${file}`, name.replace(/\W+/g, '_'), reason.replace(/\s+/g, ' ')]);
  if (status === 'failed') console.log(`FAILED web/${file}/${name}: ${reason}`);
  if (status === 'skipped') console.log(`SKIPPED web/${file}: ${reason}`);
}

async function units() {
  const out = await mkdtemp(join(tmpdir(), 'attune-web-'));
  const tests = (await readdir(HERE)).filter((name) => name.endsWith('.test.ts') && name.includes(given.only));
  await esbuild.build({
    entryPoints: tests.map((name) => join(HERE, name)), outdir: out, bundle: true, platform: 'node',
    format: 'esm', target: 'node20', outExtension: { '.js': '.mjs' }, jsx: 'automatic',
    jsxImportSource: 'preact', plugins: [lucide], logLevel: 'warning',
  });
  for (const name of tests) {
    const file = name.replace('.test.ts', '');
    const stream = runUnits({ files: [join(out, `${file}.test.mjs`)] });
    await new Promise((done) => {
      // The file itself is reported as a test of level 0 by some versions; only its tests count.
      const isTest = ({ name: n }) => !n.endsWith('.mjs');
      stream.on('test:pass', (e) => isTest(e) && note('passed', e.details.duration_ms, file, e.name));
      stream.on('test:fail', (e) => note('failed', e.details.duration_ms, file, e.name,
        String(e.details.error?.cause?.message ?? e.details.error?.message ?? e.details.error)));
      stream.on('end', done).resume();
    });
  }
  await rm(out, { recursive: true, force: true });
}

await units();
if (!given.units) {
  const { browse } = await import('./browser.mjs');
  await browse(note, given.only);
}
if (process.env.ATTUNE_RESULTS)
  await writeFile(process.env.ATTUNE_RESULTS, rows.map((row) => `${row.join('\t')}\n`).join(''));
const failed = rows.filter(([status]) => status === 'failed').length;
console.log(`${rows.filter(([status]) => status === 'passed').length} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
