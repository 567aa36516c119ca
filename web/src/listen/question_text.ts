// SPDX-License-Identifier: AGPL-3.0-or-later
//
// question_text — what an import asks, and what each answer comes to, in the reader's language.
//
// The server says what a question is about in parts; one that no catalogue knows is said in its
// own English words.
import * as format from '../format.ts';
import { t, tOr, type Parts } from '../i18n.ts';
import type { Question } from './import_api.ts';

/** Questions of which of two columns it is differ by their field alone. */
const codeOf = ({ code }: Question): string => (code.startsWith('two_') ? 'two' : code);

/** They say what is so, and nothing can be chosen. */
const STATEMENTS = ['card_numbers', 'same_name', 'key_repeats'];
export const isStatement = (question: Question): boolean =>
  question.map === '' || STATEMENTS.includes(question.code);

const COUNTS = ['n', 'refused', 'answers', 'same', 'columns', 'line', 'lines', 'ticks', 'measures', 'private', 'first', 'second',
  'points', 'more'];

function partsOf({ parts = {} }: Question): Parts {
  const said = (name: string, text: string): string => {
    if (COUNTS.includes(name)) return format.count(Number(text));
    if (name.endsWith('_kind')) return tOr(`kind.${text}`, text);
    return tOr(`question_word.${name}_${text}`, text);
  };
  return Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, said(name, text)]));
}

/** What is so, and further sentences for the parts that not every such question has. */
export function questionText(question: Question): { text: string; isEnglish: boolean } {
  const code = codeOf(question);
  const parts = partsOf(question);
  const text = tOr(`question.${code}`, '', parts);
  if (text === '' || Object.keys(parts).length === 0) return { text: question.text, isEnglish: true };
  const more = Object.keys(parts).map((part) => tOr(`question_more.${code}_${part}`, '', parts));
  return { text: [text, ...more].filter(Boolean).join(' '), isEnglish: false };
}

/** What the button does that takes the question's line, and the one that leaves all as it is. */
export const takeText = (question: Question): string =>
  tOr(`question_take.${codeOf(question)}`, t('plan.take_line'), partsOf(question));
export const keepText = (question: Question): string =>
  isStatement(question) ? t('plan.understood')
    : tOr(`question_keep.${codeOf(question)}`, t('plan.keep'), partsOf(question));

/** A file that is much like a source's is another wave of it, or of the source itself. */
export const otherLine = ({ code, parts }: Question): string | null =>
  code === 'wave' && parts?.['source'] ? `source: ${parts['source']}` : null;
export const takeOtherText = (question: Question): string =>
  tOr(`question_take_other.${codeOf(question)}`, t('plan.take_line'), partsOf(question));
