// SPDX-License-Identifier: AGPL-3.0-or-later
//
// import_api — what the pages of imports ask of the server, and the shapes of its answers.
import { call, Problem, problemOf, provenance, type Note, type Status } from '../api.ts';
import type { Meaning } from '../meaning.ts';
import type { Kind, Role } from './map_text.ts';

export type ImportState =
  | 'looked_at'
  | 'waiting'
  | 'running'
  | 'stopped'
  | 'done'
  | 'undoing'
  | 'undone';

/** A file that was brought, and what became of it. */
export interface Import {
  import: number;
  source: string | null;
  name: string;
  state: ImportState;
  rows: number | null; // records of the file
  records: number; // of these, that are done
  taken: number;
  duplicates: number;
  refused: number;
  removed: number; // signals that an undo took out
  by: string | null;
  error: string | null; // why it stopped
  started_at: string;
  ended_at: string | null;
  undone_at: string | null;
  is_sent: boolean; // by this page or the interface: its file is kept for a day
}

/** What a column is taken for. */
export interface PlanColumn extends Meaning {
  column: string;
  label?: string; // what was asked, where the column is called otherwise
  field: string | null; // null: not kept
  kind: Kind;
  missing: string[]; // codes that say that there is no answer
  role?: Role;
  shared?: boolean; // all sources share the field
}

export interface Question {
  code: string;
  text: string;
  map: string; // the line that changes it
  parts?: Record<string, string>; // of the text, so that it is said in other languages
}

export interface Refusal {
  line: number;
  column: string | null;
  reason: string;
}

/** A second table whose columns come along by a key. */
export interface Join {
  name: string;
  by: string | null; // column of the file; null: it cannot be told
  to: string | null; // column of the second table
  columns: string[]; // of the second table
  rows: number;
  matched: number; // records that have their row
  unmatched: number;
  first_unmatched: string | null; // a key that the second table does not have
  unused: number; // keys of the second table that no record has
  twice: number; // keys with rows that differ
  twice_records: number;
  twice_counts: 'ask' | 'first' | 'last' | 'none';
  stops?: boolean; // something must be chosen first
}

export interface Report {
  source: string;
  rows: number;
  taken: number;
  duplicates: number;
  refused: Refusal[];
  refused_n: number;
  columns: PlanColumn[];
  questions: Question[];
  notes?: Note[];
  join?: Join;
  new_source?: boolean; // nothing is on record of it
}

/** A record as it will be read: null where a cell is missing, refused or not kept. */
export interface FirstRecord {
  line: number;
  at: string | null; // null: nothing says when
  cells: (string | null)[];
  refused: { column: string | null; reason: string }[];
}

/** A score as the file would bring it. */
export interface Score {
  column: string;
  field: string;
  measure: string;
  value: number | null;
  lo: number | null;
  hi: number | null;
  n: number | null;
  status: Status;
  refused: number; // cells off the scale
}

/** What a file would be taken for. */
export interface Planned extends Report {
  map: string;
  first: FirstRecord[];
  scores: Score[];
}

export const isPlanned = (report: Report | null): report is Planned => report !== null && 'first' in report;

/** An import with its report: as planned while it is looked at, as it was taken when it is done. */
export interface ImportDetail extends Import {
  report: Report | null;
}

const AGAIN_MS = 2000;

export const ADDRESS_OF_IMPORTS = '/api/v1/imports';
export const addressOfImport = (id: string | number): string =>
  `${ADDRESS_OF_IMPORTS}/${encodeURIComponent(id)}`;
export const addressOfImports = (limit: number, cursor: string | null): string =>
  `${ADDRESS_OF_IMPORTS}?${new URLSearchParams({ limit: String(limit), ...(cursor ? { cursor } : {}) }).toString()}`;
export const addressOfQuarantine = (id: number): string => `${addressOfImport(id)}/quarantine`;

export const setMap = (id: number, map: string, signal: AbortSignal): Promise<ImportDetail> =>
  call('PUT', `${addressOfImport(id)}/map`, { body: map, type: 'text/plain', signal });

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A code book: a text, or a file of any kind that is one. */
export const setCodes = (id: number, book: string | File): Promise<ImportDetail> =>
  call('PUT', `${addressOfImport(id)}/codes`, {
    body: book, type: typeof book !== 'string' && /\.xlsx$/i.test(book.name) ? WORKBOOK : 'text/plain',
  });

export const setJoin = (id: number, table: File): Promise<ImportDetail> =>
  call('PUT', `${addressOfImport(id)}/join?${new URLSearchParams({ name: table.name }).toString()}`, {
    body: table, type: 'application/octet-stream',
  });

export const takeImport = (id: number): Promise<Import> => call('POST', `${addressOfImport(id)}/run`);

/** The file of one that is undone, as it was read. */
export const lookAgain = (id: number): Promise<Import> => call('POST', `${addressOfImport(id)}/again`);

/** Undoes what it brought; one of which nothing was taken is gone. */
export const dropImport = (id: number): Promise<unknown> => call('DELETE', addressOfImport(id));

/** Tells how far it is, until it gets no further; onEnd: what became of it is to be asked.  Returns
 * what ends the telling. */
export function followImport(id: number, onNews: (now: Import) => void, onEnd: () => void): () => void {
  const events = new EventSource(`${addressOfImport(id)}/events`);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = () => {
    events.close();
    onEnd();
  };
  events.addEventListener('progress', (event: MessageEvent<string>) => onNews(JSON.parse(event.data) as Import));
  events.addEventListener('done', end);
  events.addEventListener('gone', end);
  // What breaks off is tried again by the browser; what is refused is not.
  events.onerror = () => {
    if (events.readyState === EventSource.CLOSED) timer = setTimeout(onEnd, AGAIN_MS);
  };
  return () => {
    clearTimeout(timer);
    events.close();
  };
}

/** Sends a file; onSent is told how many bytes are on their way, which fetch() does not tell. */
export async function bringFile(file: File, onSent: (bytes: number) => void, signal: AbortSignal): Promise<Import> {
  const headers = await provenance();
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${ADDRESS_OF_IMPORTS}?${new URLSearchParams({ name: file.name }).toString()}`);
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.upload.onload = () => onSent(file.size);
    request.onerror = () => reject(new Problem(0, 'OFFLINE', '', null));
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as Import);
      else problemOf(new Response(request.responseText, { status: request.status })).then(reject, reject);
    };
    signal.addEventListener('abort', () => {
      request.abort();
      reject(signal.reason);
    });
    request.send(file);
  });
}
