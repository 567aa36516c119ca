// SPDX-License-Identifier: AGPL-3.0-or-later
//
// import_again — an import that was read wrongly: undone, and its file looked at again as it was
// read, so that this can be changed.
import { go } from '../view.ts';
import { dropImport, lookAgain } from './import_api.ts';

/** Imports that are undone so that they are read anew; who leaves the page finds the way there. */
const wanted = new Set<number>();

export const isToBeReadAgain = (id: number): boolean => wanted.has(id);

/** Undoes it; where that is done, its page goes on. */
export async function undoToReadAgain(id: number): Promise<void> {
  await dropImport(id);
  wanted.add(id);
}

/** Of one that is undone: to the plan of its file. */
export async function readAgain(id: number): Promise<void> {
  wanted.delete(id);
  const { import: made } = await lookAgain(id);
  go({ page: 'import', id: String(made) });
}
