// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Contrast of the tokens, by WCAG's formula; what axe does not see (lines, marks) too.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const css = readFileSync('src/css/tokens.css', 'utf8');

function tokensAfter(selector: string): Map<string, string> {
  const start = css.indexOf(selector);
  assert.ok(start >= 0, `${selector} is in tokens.css`);
  const body = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start));
  return valuesOf(body);
}

const valuesOf = (body: string): Map<string, string> =>
  new Map([...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((m) => [m[1] ?? '', m[2] ?? '']));

const light = tokensAfter(':root {');
const dark = tokensAfter(':root[data-theme="dark"]');
const system = tokensAfter(':root:not([data-theme])');

function luminance(hex: string): number {
  assert.match(hex, /^#[0-9a-f]{6}$/);
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(a: string, b: string): number {
  const [lo, hi] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (hi + 0.05) / (lo + 0.05);
}

const TEXTS: [string, string[]][] = [
  ['text', ['bg', 'surface', 'sunken', 'accent-tint', 'low-tint']],
  ['text-2', ['bg', 'surface', 'sunken', 'accent-tint']],
  ['text-3', ['surface']],
  ['on-ink', ['ink']],
  ['low-text', ['surface', 'low-tint']],
  ['high-text', ['surface', 'high-tint']],
];
const MARKS: [string, string[]][] = [
  ['field', ['surface', 'bg']],
  ['accent', ['bg', 'surface', 'sunken', 'accent-tint']],
  ['low', ['surface', 'low-tint']],
  ['high', ['surface', 'high-tint']],
  ['text', ['band']],
  ['text-3', ['surface', 'band', 'sunken']],
];

test('contrast of black on white is 21', () => {
  assert.equal(contrast('#000000', '#ffffff').toFixed(2), '21.00');
  assert.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48');
});

for (const [name, tokens] of [['light', light], ['dark', dark]] as const) {
  for (const [pairs, least] of [[TEXTS, 4.5], [MARKS, 3]] as const) {
    for (const [front, backs] of pairs) {
      for (const back of backs) {
        test(`${name}: ${front} stands out on ${back} by at least ${least}`, () => {
          const found = contrast(tokens.get(front) ?? '', tokens.get(back) ?? '');
          assert.ok(found >= least, `${found.toFixed(2)}`);
        });
      }
    }
  }
}

test('dark by choice is dark by the system', () => {
  assert.deepEqual([...system], [...dark]);
});

test('the pages that the server writes have the same colours', () => {
  const [first = '', second = ''] = readFileSync('../src/people/sign_in.css', 'utf8')
    .split('@media (prefers-color-scheme: dark)');
  for (const [body, tokens] of [[first, light], [second, dark]] as const)
    for (const [name, value] of valuesOf(body))
      // A card needs no edge in the dark, which is drawn there as a line of its own colour.
      if (name !== 'line' || tokens === light)
        assert.equal(value, tokens.get(name), name);
});
