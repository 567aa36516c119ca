// SPDX-License-Identifier: AGPL-3.0-or-later
//
// lucide — an esbuild plugin: `import house from 'lucide:house'` is the icon's shapes as data,
// so that no markup has to be trusted at run time.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const ICONS = join(dirname(require.resolve('lucide-static/package.json')), 'icons');

export function shapesOf(svg) {
  const inner = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'));
  return [...inner.matchAll(/<(\w+)\s+([^>]*?)\/?>/g)].map(([, tag, attributes]) =>
    [tag, Object.fromEntries([...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, k, v]) => [k, v]))]);
}

export const lucide = {
  name: 'lucide',
  setup(build) {
    build.onResolve({ filter: /^lucide:/ }, ({ path }) => ({ path: path.slice(7), namespace: 'lucide' }));
    build.onLoad({ filter: /.*/, namespace: 'lucide' }, async ({ path }) => ({
      contents: JSON.stringify(shapesOf(await readFile(join(ICONS, `${path}.svg`), 'utf8'))),
      loader: 'json',
    }));
  },
};
