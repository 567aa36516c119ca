// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { chooseLanguage, directionOf, fill, formOf, pseudo, type Catalogue } from '../src/i18n.ts';

const catalogue = (name: string) =>
  JSON.parse(readFileSync(`locales/${name}.json`, 'utf8')) as Record<string, string>;
const en = catalogue('en');
const FORMS = /_(zero|one|two|few|many|other)$/;
/** status.too_few is a text of its own: there is no status.too_other. */
const stemOf = (key: string) => {
  const stem = key.replace(FORMS, '');
  return `${stem}_other` in en ? stem : key;
};
const plural = (tag: string) => new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
const stems = (of: Record<string, string>) => new Set(Object.keys(of).map(stemOf));
const plain = (text: string) => text.replace(/[\u2068\u2069]/g, '');

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? sources(path) : /\.tsx?$/.test(name) ? [path] : [];
  });
}
const code = sources('src').map((path) => ({ path, text: readFileSync(path, 'utf8') }));

for (const name of readdirSync('locales').map((file) => file.replace('.json', ''))) {
  const its = catalogue(name);

  test(`${name} has every text, in every form its numbers need, and no other`, () => {
    assert.deepEqual([...stems(en)].filter((key) => !stems(its).has(key)), []);
    assert.deepEqual([...stems(its)].filter((key) => !stems(en).has(key)), []);
    const counted = new Set(Object.keys(en).map(stemOf).filter((k) => !(k in en)));
    for (const stem of counted)
      for (const form of plural(name))
        assert.ok(`${stem}_${form}` in its, `${stem}_${form}`);
  });

  test(`${name} names no part that English does not have`, () => {
    for (const [key, text] of Object.entries(its)) {
      const english = Object.entries(en).filter(([k]) => stemOf(k) === stemOf(key))
        .map(([, v]) => v).join(' ');
      for (const [part] of text.matchAll(/\{\w+\}/g)) assert.ok(english.includes(part), `${key}: ${part}`);
    }
  });
}

test('every text of the catalogue is used', () => {
  const all = code.map(({ text }) => text).join('\n');
  // sign_in.… are said by the server's own pages, and its build knows which it needs.
  const unused = [...stems(en)].filter((key) => {
    if (key.startsWith('sign_in.')) return false;
    // Made of a code: t(`per.${per}`), t(`trend.about_${step}`).
    const families = ['.', '_'].map((c) => `\`${key.slice(0, key.lastIndexOf(c) + 1)}\${`);
    return !all.includes(`'${key}'`) && !families.some((family) => all.includes(family));
  });
  // What build.mjs writes into the shell.
  assert.deepEqual(unused, ['page.no_script']);
});

test('no text stands outside the catalogues', () => {
  const found = code.filter(({ path }) => path.endsWith('.tsx')).flatMap(({ path, text }) =>
    [...text.matchAll(/(?:aria-label|title|placeholder|alt)="([^"]+)"|>\s*([^<>{}()=;]*\p{L}{2,}[^<>{}()=;]*)<\//gu)]
      .map((m) => `${path}: ${(m[1] ?? m[2] ?? '').trim()}`));
  assert.deepEqual(found.filter((f) => !/<kbd>|Esc$/.test(f)), []);
});

test('the form of a number is the one of its language', () => {
  const ar: Catalogue = { k_zero: '0', k_one: '1', k_two: '2', k_few: 'f', k_many: 'm', k_other: 'o' };
  const rules = new Intl.PluralRules('ar');
  assert.deepEqual([0, 1, 2, 5, 11, 100].map((n) => formOf(ar, rules, 'k', n)),
    ['0', '1', '2', 'f', 'm', 'o']);
  assert.equal(formOf({ k_other: 'o' }, rules, 'k', 1), 'o');
  assert.equal(formOf({}, rules, 'k', 1), undefined);
});

test('a part keeps its direction, and one that is missing is seen', () => {
  assert.equal(fill('{a} of {b}', { a: '−1.8' }), '\u2068−1.8\u2069 of {b}');
  assert.equal(plain(fill('{n} answers', { n: 0 })), '0 answers');
});

test('the language is the one wished for, else the first that the browser has and we too', () => {
  assert.equal(chooseLanguage('ar', ['en']), 'ar');
  assert.equal(chooseLanguage(null, ['fr-FR', 'ar-EG', 'en']), 'ar');
  assert.equal(chooseLanguage(null, ['en-GB']), 'en');
  assert.equal(chooseLanguage('xx', ['ar']), 'en');
  assert.equal(chooseLanguage(null, []), 'en');
  assert.equal(directionOf('ar'), 'rtl');
  assert.equal(directionOf('en'), 'ltr');
});

test('the pseudo language leaves parts alone', () => {
  assert.match(pseudo('Read these {n}, name'), /^⟦.*\{n\}.*·⟧$/);
});
