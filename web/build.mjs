// SPDX-License-Identifier: AGPL-3.0-or-later
//
// build — from src/ to dist/: hashed files, the shell that names them, and the same packed for
// the program (tools/pack.mjs).  Fails where the first load is heavier than it may be.
//
// usage: node build.mjs [--fast]     (--fast: no packing, no gates; for the development server)
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { lucide } from './tools/lucide.mjs';
import { pack } from './tools/pack.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const DIST = join(HERE, 'dist');

/** Kilobytes of brotli, as they cross the wire. */
const GATES = { 'first-load JavaScript': 40, 'first-load CSS': 12, 'a further chunk': 25 };

const isFast = process.argv.includes('--fast');

// The catalogues are the server's too; what only it says stays out of the browser.
const catalogues = {
  name: 'catalogues',
  setup(build) {
    build.onLoad({ filter: /[/\\]locales[/\\][\w-]+\.json$/ }, async ({ path }) => ({
      contents: JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(await readFile(path, 'utf8')))
        .filter(([key]) => !key.startsWith('sign_in.')))),
      loader: 'json',
    }));
  },
};

const shared = {
  absWorkingDir: HERE,
  bundle: true,
  minify: true,
  legalComments: 'none',
  target: ['chrome109', 'firefox110', 'safari16.4'],
  logLevel: 'warning',
  metafile: true,
  outdir: join(DIST, 'assets'),
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  loader: { '.woff2': 'file' },
};

await rm(DIST, { recursive: true, force: true });
await mkdir(join(DIST, 'assets'), { recursive: true });

const code = await esbuild.build({
  ...shared, entryPoints: { app: 'src/main.tsx' }, format: 'esm', splitting: true,
  jsx: 'automatic', jsxImportSource: 'preact', plugins: [lucide, catalogues],
});
const style = await esbuild.build({
  ...shared, entryPoints: { app: 'src/css/app.css' },
});

/** The file that an entry became: "assets/app-ABCD.js". */
function madeOf(result, entry) {
  const found = Object.entries(result.metafile.outputs).find(([, o]) => o.entryPoint === entry);
  if (!found) throw new Error(`build: ${entry} made no file`);
  return { path: `assets/${basename(found[0])}`, imports: found[1].imports };
}
const script = madeOf(code, 'src/main.tsx');
const sheet = madeOf(style, 'src/css/app.css').path;

// The licences of what ships go where it goes.
const SHIPPED = ['preact', '@preact/signals', '@preact/signals-core', '@fontsource-variable/inter',
  'lucide-static'];
const licences = await Promise.all(SHIPPED.map(async (name) => {
  const folder = join(HERE, 'node_modules', name);
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  return `${name} ${version}\n\n${await readFile(join(folder, 'LICENSE'), 'utf8')}`;
}));
await writeFile(join(DIST, 'assets/licences.txt'), licences.join(`\n${'-'.repeat(72)}\n\n`));

// By one name always: pages that C writes name it too.
await copyFile(join(HERE, 'src/icon.svg'), join(DIST, 'assets/icon.svg'));
const files = await readdir(join(DIST, 'assets'));
const font = files.find((name) => name.startsWith('inter-latin-wght-normal'));
if (!font) throw new Error('build: the font of latin letters is missing');

// All of the first load stands in the shell; further chunks come when they are wanted.
const eager = script.imports.filter((i) => i.kind === 'import-statement')
  .map((i) => `assets/${basename(i.path)}`);
const english = JSON.parse(await readFile(join(HERE, 'locales/en.json'), 'utf8'));
const shell = (await readFile(join(HERE, 'src/index.html'), 'utf8'))
  .replace('%font%', `/assets/${font}`)
  .replace('%app.css%', `/${sheet}`)
  .replace('<script type', `${eager.map((p) => `<link rel="modulepreload" href="/${p}">\n`).join('')}<script type`)
  .replace('%app.js%', `/${script.path}`)
  .replace('%no_script%', english['page.no_script']);
await writeFile(join(DIST, 'index.html'), shell);

const brotli = async (paths) => {
  let bytes = 0;
  for (const path of paths) bytes += brotliCompressSync(await readFile(join(DIST, path))).length;
  return bytes / 1024;
};
const chunks = files.filter((n) => n.endsWith('.js')).map((n) => `assets/${n}`)
  .filter((p) => p !== script.path && !eager.includes(p));
const sizes = {
  'first-load JavaScript': await brotli([script.path, ...eager]),
  'first-load CSS': await brotli([sheet]),
  'a further chunk': Math.max(0, ...await Promise.all(chunks.map((c) => brotli([c])))),
};
for (const [what, size] of Object.entries(sizes))
  console.log(`${what}: ${size.toFixed(1)} KB brotli, at most ${GATES[what]}`);
const heavy = Object.entries(sizes).filter(([what, size]) => size > GATES[what]);
if (heavy.length > 0 && !isFast) {
  console.error(`build: too heavy: ${heavy.map(([what]) => what).join(', ')}`);
  process.exit(1);
}

if (!isFast) await pack(DIST);
