// SPDX-License-Identifier: AGPL-3.0-or-later
//
// pack — what dist/ holds, as an assembler file that takes the bytes in as they are and a table
// in C (src/http/asset_index.h).  Each file as it is, gzip and brotli; fonts only as
// they are, since they are compressed.
import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const MIME = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};
const IS_COMPRESSED = new Set(['.woff2']);

const brotli = (bytes) => brotliCompressSync(bytes, {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
});
// No time and no system in the header: the same bytes everywhere.
const gzip = (bytes) => {
  const packed = gzipSync(bytes, { level: 9 });
  packed.fill(0, 4, 8);
  packed[9] = 255;
  return packed;
};

async function filesOf(dist) {
  const found = (await readdir(join(dist, 'assets'))).filter((n) => !/\.(gz|br)$/.test(n));
  return ['index.html', ...found.map((n) => `assets/${n}`)];
}

/** Writes dist/assets.s, dist/asset_index.c and the compressed files. */
export async function pack(dist) {
  const rows = [];
  let assembler = `/* SPDX-License-Identifier: AGPL-3.0-or-later\n *\n * Made by web/tools/pack.mjs. */
\t.section .rodata\n`;
  for (const file of await filesOf(dist)) {
    const bytes = await readFile(join(dist, file));
    const ending = extname(file);
    const mime = MIME[ending];
    if (!mime) throw new Error(`pack: what is ${file}?`);
    const number = rows.length;
    const forms = [['identity', file, bytes.length]];
    for (const [form, short, pressed] of IS_COMPRESSED.has(ending) ? []
      : [['gzip', 'gz', gzip(bytes)], ['brotli', 'br', brotli(bytes)]]) {
      if (pressed.length >= bytes.length) continue;
      await writeFile(join(dist, `${file}.${short}`), pressed);
      forms.push([form, `${file}.${short}`, pressed.length]);
    }
    for (const [form, path] of forms)
      assembler += `\t.balign 16\n\t.global asset_${number}_${form}\nasset_${number}_${form}:\n\t.incbin "${path}"\n`;
    rows.push({
      number, mime, forms,
      path: file === 'index.html' ? '/' : `/${file}`,
      tag: createHash('sha256').update(bytes).digest('hex').slice(0, 20),
      isImmutable: /-\w{8}\.\w+$/.test(file),
    });
  }
  assembler += '\t.section .note.GNU-stack,"",%progbits\n';
  rows.sort((a, b) => (a.path < b.path ? -1 : 1)); // the program looks them up by halves
  const declared = rows.flatMap(({ number, forms }) =>
    forms.map(([form]) => `extern const char asset_${number}_${form}[];`));
  const entries = rows.map(({ number, path, mime, tag, forms, isImmutable }) =>
    `    {.path = S_INIT("${path}"), .mime = S_INIT("${mime}"),
     .tag = S_INIT("${tag}"), .is_immutable = ${isImmutable},
${forms.map(([form, , length]) => `     .${form} = {asset_${number}_${form}, ${length}},`).join('\n')}},`);
  await writeFile(join(dist, 'assets.s'), assembler);
  await writeFile(join(dist, 'asset_index.c'), `/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Made by web/tools/pack.mjs. */
#include "http/asset_index.h"

${declared.join('\n')}

const struct asset asset_index[] = {
${entries.join('\n')}
};
const unsigned asset_index_len = sizeof asset_index / sizeof *asset_index;
`);
}
