// SPDX-License-Identifier: AGPL-3.0-or-later
//
// meaning — what answers mean beyond their kind, in words: what they measure and of what, whose
// word an expectation goes by, which end of a scale is the good one, a currency.
import { tOr } from './i18n.ts';

/** Words of listen/meaning.h; absent or null: nothing is said. */
export interface Meaning {
  measures?: string | null;
  measures_of?: string | null;
  expected_from?: string | null;
  better?: string;
  currency?: string;
}

const code = (word: string): string => word.replaceAll(' ', '_');

/** The words of each aspect, as a map calls it, in the reader's language. */
export const meaningWord = {
  measures: (word: string): string => tOr(`meaning.measures.${code(word)}`, word),
  'measures of': (word: string): string => tOr(`meaning.measures_of.${code(word)}`, word),
  'expected from': (word: string): string => tOr(`meaning.expected_from.${code(word)}`, word),
  better: (word: string): string => tOr(`meaning.better.${code(word)}`, word),
};
export type Aspect = keyof typeof meaningWord;

/** "Effort · Process", "Low is better"; null: nothing is said. */
export function meaningText(of: Meaning): string | null {
  const parts = [
    of.measures && meaningWord.measures(of.measures), of.measures_of && meaningWord['measures of'](of.measures_of),
    of.expected_from && meaningWord['expected from'](of.expected_from),
    of.better === 'low' && meaningWord.better('low'), of.currency,
  ].filter((part): part is string => !!part);
  return parts.length > 0 ? parts.join(' · ') : null;
}
