// SPDX-License-Identifier: AGPL-3.0-or-later
//
// question_kept — questions of an import that were answered with "as it is".  That says nothing
// in the map, so this browser remembers it.
import { recall, remember } from '../ui/device.ts';
import type { Question } from './import_api.ts';

const keyOfImport = (id: number): string => `attune.kept.${id}`;

export const keyOf = (question: Question): string => `${question.code} ${question.map}`;

/** Keys of questions. */
export function keptOf(id: number): ReadonlySet<string> {
  try {
    return new Set(JSON.parse(recall(keyOfImport(id)) ?? '[]') as string[]);
  } catch {
    return new Set(); // somebody wrote something else there
  }
}

export function keep(id: number, question: Question): ReadonlySet<string> {
  const kept = new Set([...keptOf(id), keyOf(question)]);
  remember(keyOfImport(id), JSON.stringify([...kept]));
  return kept;
}
