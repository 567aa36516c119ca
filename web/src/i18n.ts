// SPDX-License-Identifier: AGPL-3.0-or-later
//
// i18n — texts of the interface in the reader's language.
//
// A catalogue is flat JSON: {name} is a part, and a key ending in _one, _other … is the
// form for a number, chosen by CLDR's rules.  What a language lacks is English.  Parts are
// isolated, so that a number keeps its sign in a right-to-left sentence.
import { signal } from '@preact/signals';
import en from '../locales/en.json' with { type: 'json' };

type Stem<K extends string> = K extends `${infer S}_${'zero' | 'one' | 'two' | 'few' | 'many' | 'other'}`
  ? S
  : K;
export type Key = Stem<Extract<keyof typeof en, string>>;
export type Parts = Record<string, string | number>;
export type Catalogue = Partial<Record<string, string>>;

/** Shipped languages.  ar is the right-to-left test language; en-XA shows what is no text. */
export const LANGUAGES = ['en', 'ar', 'en-XA'] as const;
export type Language = (typeof LANGUAGES)[number];

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);
const ENGLISH = en as Catalogue;

interface Tongue {
  language: Language;
  tag: string; // for Intl
  catalogue: Catalogue;
  plural: Intl.PluralRules;
}

const tongueOf = (language: Language, catalogue: Catalogue): Tongue => {
  const preferred = navigatorLanguages().find((tag) => tag.split('-')[0] === language.split('-')[0]);
  const tag = preferred ?? language.replace('-XA', '');
  return { language, tag, catalogue, plural: new Intl.PluralRules(tag) };
};

function navigatorLanguages(): readonly string[] {
  return typeof navigator === 'undefined' ? ['en'] : navigator.languages;
}

export const tongue = signal<Tongue>(tongueOf('en', ENGLISH));

export const directionOf = (language: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.has(language.split('-')[0] ?? '') ? 'rtl' : 'ltr';

/** The language wished for in the address, else the first of the browser's that is shipped. */
export function chooseLanguage(wished: string | null, preferred: readonly string[]): Language {
  for (const tag of wished ? [wished] : preferred) {
    const found = LANGUAGES.find((l) => l === tag) ??
      LANGUAGES.find((l) => l === tag.split('-')[0]);
    if (found) return found;
  }
  return 'en';
}

/** Longer and accented, in brackets: shows what does not fit, and what is in no catalogue. */
export function pseudo(text: string): string {
  const accented = text.replace(/\{[^}]*\}|[aeiou]/g, (found) =>
    found.length > 1 ? found : ('àéîõü'['aeiou'.indexOf(found)] ?? found));
  return `⟦${accented}${'·'.repeat(Math.ceil(text.length * 0.3))}⟧`;
}

async function catalogueOf(language: Language): Promise<Catalogue> {
  if (language === 'ar') return (await import('../locales/ar.json')).default as Catalogue;
  if (language === 'en-XA')
    return Object.fromEntries(Object.entries(en).map(([key, value]) => [key, pseudo(value)]));
  return ENGLISH;
}

export async function useLanguage(language: Language): Promise<void> {
  let catalogue = ENGLISH;
  let taken = language;
  try {
    catalogue = await catalogueOf(language);
  } catch {
    taken = 'en'; // the page in English is better than none
  }
  tongue.value = tongueOf(taken, catalogue);
  const root = document.documentElement;
  root.lang = taken === 'en-XA' ? 'en' : taken;
  root.dir = directionOf(taken);
}

const FSI = '\u2068';
const PDI = '\u2069';

/** So that a number keeps its sign and its place in a sentence of the other direction. */
export const isolated = (text: string): string => `${FSI}${text}${PDI}`;

/** Fills the parts of a text.  A part that is not given stays, so that it is seen. */
export function fill(template: string, parts: Parts): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in parts ? isolated(String(parts[name])) : whole);
}

export function formOf(catalogue: Catalogue, plural: Intl.PluralRules, key: string,
                       count?: number): string | undefined {
  if (count === undefined) return catalogue[key];
  return catalogue[`${key}_${plural.select(count)}`] ?? catalogue[`${key}_other`];
}

const ENGLISH_PLURAL = new Intl.PluralRules('en');

function lookUp(key: string, count?: number): string | undefined {
  const { catalogue, plural } = tongue.value;
  return formOf(catalogue, plural, key, count) ?? formOf(ENGLISH, ENGLISH_PLURAL, key, count);
}

/** The text of a key; count chooses the form and must be among the parts as it is shown. */
export function t(key: Key, parts: Parts = {}, count?: number): string {
  return fill(lookUp(key, count) ?? key, parts);
}

/** The text of a key that comes from the server (a measure, a code); otherwise what is given. */
export function tOr(key: string, otherwise: string, parts: Parts = {}): string {
  const found = lookUp(key);
  return found === undefined ? otherwise : fill(found, parts);
}
