// SPDX-License-Identifier: AGPL-3.0-or-later
//
// dev-server — the interface with a stand-in for the server, for work on the interface alone.
//
// Scores come from the program itself (attune query); signals are read from the record's
// tables by sqlite3.  Everybody is signed in unless --signed-out.  Not shipped.
//
// usage: node dev-server.mjs --attune ../build/attune --data DIR [--now TIME] [--port 7500]
//                            [--sample] [--signed-out] [--per quarter]
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

const run = promisify(execFile);
const DIST = join(dirname(fileURLToPath(import.meta.url)), 'dist');
const { values: given } = parseArgs({
  options: {
    attune: { type: 'string', default: '../build/attune' }, data: { type: 'string' },
    now: { type: 'string' }, port: { type: 'string', default: '7500' },
    sample: { type: 'boolean', default: false }, 'signed-out': { type: 'boolean', default: false },
    per: { type: 'string' },
  },
});
if (!given.data) {
  console.error('usage: dev-server.mjs --data DIR');
  process.exit(64);
}
const now = given.now ?? new Date().toISOString();
const MIME = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.woff2': 'font/woff2',
};

async function sql(text) {
  const { stdout } = await run('sqlite3', ['-json', join(given.data, 'attune.db'), text],
    { maxBuffer: 1 << 30 });
  return stdout.trim() ? JSON.parse(stdout) : [];
}

const nameOf = (rows, key = 'name') => new Map(rows.map((r) => [r.id, r[key]]));
const zone = (await sql('SELECT zone FROM organisation'))[0]?.zone ?? 'UTC';
const fields = await sql('SELECT id, source, key, label, kind, scale_lo, scale_hi, missing FROM field');
const sources = await sql('SELECT id, key, name FROM source ORDER BY id');
const words = nameOf(await sql('SELECT id, word FROM word'), 'word');
const units = nameOf(await sql('SELECT id, name FROM unit'));
const touchpoints = nameOf(await sql('SELECT id, name FROM touchpoint'));
const sourceKeys = nameOf(sources, 'key');
const aliases = await sql('SELECT source, name, field FROM field_alias');
const said = new Map();
for (const { signal, field, text } of await sql('SELECT signal, field, text FROM verbatim'))
  said.set(signal, [...(said.get(signal) ?? []), { field, text }]);
const localDay = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
const signals = (await sql(`SELECT id, source, at, at_assumed, touchpoint, unit, channel, language, kind, answers
  FROM signal`)).map((s) => ({
  ...s, answers: JSON.parse(s.answers), day: localDay.format(s.at / 1000),
  dims: {
    channel: words.get(s.channel) ?? null, language: words.get(s.language) ?? null,
    kind: words.get(s.kind) ?? null, source: sourceKeys.get(s.source) ?? null,
    unit: units.get(s.unit) ?? null, touchpoint: touchpoints.get(s.touchpoint) ?? null,
  },
})).sort((a, b) => b.at - a.at || b.id - a.id);

function weekOf(day) {
  const thursday = new Date(`${day}T00:00:00Z`);
  thursday.setUTCDate(thursday.getUTCDate() + 3 - ((thursday.getUTCDay() + 6) % 7));
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = 1 + Math.floor((thursday.getTime() - first) / 604_800_000);
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}
const periodOf = {
  year: (d) => d.slice(0, 4), month: (d) => d.slice(0, 7), week: weekOf,
  quarter: (d) => `${d.slice(0, 4)}-Q${Math.ceil(Number(d.slice(5, 7)) / 3)}`,
};

const isPlain = (name) => /^[a-z_]\w*$/i.test(name);
const asked = (name) => (isPlain(name) ? name : `\`${name}\``);
const fullName = (f) => asked(f.source ? `${sourceKeys.get(f.source)}.${f.key}` : f.key);
const counts = (f) => signals.filter((s) => scoreOf(s, f) !== null).length;

function scoreOf(s, f) {
  const v = s.answers[f.id];
  if (v === undefined || v === null || v === '') return null;
  if (f.kind !== 'score') return v;
  const x = Number(v);
  return x >= Number(f.scale_lo ?? -1e9) && x <= Number(f.scale_hi ?? 1e9) &&
    !(f.missing ?? '').split(',').filter(Boolean).map(Number).includes(x) ? x : null;
}

function measureOf(f) {
  const measure = { recommend: 'nps', satisfaction: 'csat', effort: 'ces' }[f.key] ??
    (f.scale_lo === '1' && f.scale_hi === '5' ? 'csat' : 'mean');
  const unit = { nps: 'points', csat: 'percent' }[measure] ?? 'scale';
  return {
    key: f.source ? `${sourceKeys.get(f.source)}.${f.key}` : f.key, measure,
    ask: `${measure}(${fullName(f)})`, label: f.source ? f.label : null,
    source: f.source ? sourceKeys.get(f.source) : null, n: counts(f), unit,
    range: unit === 'points' ? [-100, 100] : unit === 'percent' ? [0, 100]
      : [Number(f.scale_lo ?? 0), Number(f.scale_hi ?? 10)],
    higher_is_better: true,
  };
}

function overview() {
  const iso = (us) => new Date(us / 1000).toISOString();
  const timed = signals.filter((s) => !s.at_assumed);
  const today = localDay.format(new Date(now));
  const periods = {};
  for (const per of ['week', 'month', 'quarter', 'year']) {
    const whole = [...new Set(timed.map((s) => periodOf[per](s.day)))].sort()
      .filter((p) => p < periodOf[per](today));
    periods[per] = whole.length > 0 ? { first: whole[0], last: whole.at(-1) } : null;
  }
  const measures = fields.filter((f) => f.kind === 'score').map(measureOf).filter((m) => m.n > 0)
    .sort((a, b) => (a.source ? 1 : 0) - (b.source ? 1 : 0));
  const dims = ['channel', 'touchpoint', 'unit', 'source', 'language', 'kind']
    .filter((key) => new Set(signals.map((s) => s.dims[key]).filter((v) => v !== null)).size > 1)
    .map((key) => ({ key, ask: key, label: null, source: null }));
  const chosen = fields.filter((f) => f.kind === 'choice')
    .filter((f) => { const k = new Set(signals.map((s) => s.answers[f.id])).size; return k > 2 && k < 40; })
    .map((f) => ({ key: f.source ? `${sourceKeys.get(f.source)}.${f.key}` : f.key, ask: fullName(f),
      label: f.label, source: f.source ? sourceKeys.get(f.source) : null }));
  return {
    organisation: { zone }, now: new Date(now).toISOString(), is_sample: given.sample,
    signals: signals.length > 0 ? { n: signals.length, first: iso(signals.at(-1).at), last: iso(signals[0].at) }
      : { n: 0, first: null, last: null },
    sources: sources.map((s) => {
      const its = signals.filter((x) => x.source === s.id);
      return { key: s.key, name: s.name, n: its.length, first: its.length ? iso(its.at(-1).at) : '',
        last: its.length ? iso(its[0].at) : '' };
    }).filter((s) => s.n > 0),
    measures, dimensions: [...dims, ...chosen], periods,
    per: given.per ?? (periods.quarter ? 'quarter' : periods.year ? 'year' : 'all'),
  };
}

const fieldOfName = (name) => {
  const plain = name.replaceAll('`', '').toLowerCase();
  return fields.find((f) => (f.source ? `${sourceKeys.get(f.source)}.${f.key}` : f.key) === plain) ??
    fields.find((f) => f.key === plain) ??
    fields.find((f) => aliases.some((a) => a.field === f.id && a.name.toLowerCase() === plain));
};
function dimensionOf(s, name) {
  const plain = name.replaceAll('`', '');
  if (plain in s.dims) return s.dims[plain];
  if (plain in periodOf) return s.at_assumed ? null : periodOf[plain](s.day);
  const f = fieldOfName(plain);
  const v = f ? s.answers[f.id] : undefined;
  return v === undefined ? null : String(v);
}
const inPeriod = (s, p) => periodOf[p.includes('Q') ? 'quarter' : p.includes('W') ? 'week'
  : p.length === 4 ? 'year' : 'month'](s.day);

/** Only what this page asks: a measure, by, where A = "x" and …, between or in. */
function signalsOf(question, by) {
  const [, measure, name] = /^(\w+)\(([^)]+)\)/.exec(question) ?? [];
  const f = fieldOfName(name ?? '');
  if (!f) return null;
  const where = / where (.*?)(?= between | in \d| compare |$)/.exec(question)?.[1] ?? '';
  const tests = where ? where.split(' and ').map((part) => {
    const [, key, value] = /^(\S+) = "(.*)"$/.exec(part) ?? [null, part.replace(' is missing', ''), null];
    return (s) => dimensionOf(s, key) === value;
  }) : [];
  const between = / between (\S+) and (\S+)/.exec(question);
  if (between) tests.push((s) => inPeriod(s, between[1]) >= between[1] && inPeriod(s, between[2]) <= between[2]);
  const during = / in (\d\S*)/.exec(question);
  if (during) tests.push((s) => inPeriod(s, during[1]) === during[1]);
  for (const [key, value] of Object.entries(by)) tests.push((s) => dimensionOf(s, key) === value);
  const found = signals.filter((s) => scoreOf(s, f) !== null && tests.every((test) => test(s)));
  const countedAs = (x) => measure === 'nps' ? (x >= 9 ? 'high' : x >= 7 ? 'mid' : 'low')
    : measure === 'csat' ? (x >= Number(f.scale_hi) - 1 ? 'high' : 'low') : null;
  return found.map((s) => ({
    id: `sig_${s.id}`, at: new Date(s.at / 1000).toISOString(), at_assumed: Boolean(s.at_assumed),
    source: s.dims.source, channel: s.dims.channel, touchpoint: s.dims.touchpoint, unit: s.dims.unit,
    language: s.dims.language, value: scoreOf(s, f), counted_as: countedAs(scoreOf(s, f)),
    answers: Object.fromEntries(Object.entries(s.answers).map(([id, v]) =>
      [fields.find((x) => x.id === Number(id))?.key ?? id, v])),
    words: (said.get(s.id) ?? []).map((w) => ({ field: fields.find((x) => x.id === w.field)?.key,
      label: null, text: w.text })),
  }));
}

let known; // nothing changes while this runs

class Refused extends Error {
  constructor(status, code, detail) {
    super(detail);
    Object.assign(this, { status, code });
  }
}

async function answer(path, q) {
  if (given['signed-out'] && path.startsWith('/api/')) throw new Refused(401, 'DENIED', 'Sign in first.');
  switch (path) {
    case '/api/v1/me':
      return { name: 'Mara Okafor', role: 'administrator', csrf: 'for-trials' };
    case '/api/v1/overview':
      return (known ??= overview());
    case '/api/v1/query': {
      const { stdout } = await run(given.attune, ['query', q.get('q') ?? '', '--data', given.data,
        '--now', now, '--format', 'json'], { maxBuffer: 1 << 28 }).catch((failed) => {
        const { error } = JSON.parse(failed.stdout || '{"error":{}}');
        throw new Refused(400, error.code ?? 'FAILED', error.text ?? String(failed));
      });
      return JSON.parse(stdout);
    }
    case '/api/v1/signals': {
      const all = signalsOf(q.get('q') ?? '', JSON.parse(q.get('by') ?? '{}'));
      if (!all) throw new Refused(400, 'USAGE', 'There is no such field.');
      const listed = q.get('words') === 'only' ? all.filter((s) => s.words.length > 0) : all;
      const from = Number(q.get('cursor') ?? 0);
      const to = from + Number(q.get('limit') ?? 25);
      return { n: all.length, n_words: all.filter((s) => s.words.length > 0).length,
        signals: listed.slice(from, to), next: to < listed.length ? String(to) : null };
    }
    default:
      throw new Refused(404, 'MISSING', 'There is nothing at this address.');
  }
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost');
  const id = Math.random().toString(36).slice(2, 10);
  response.setHeader('Content-Security-Policy', "default-src 'none'; script-src 'self'; style-src 'self'; "
    + "img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
  response.setHeader('X-Request-Id', id);
  try {
    if (url.pathname.startsWith('/api/')) {
      const body = JSON.stringify(await answer(url.pathname, url.searchParams));
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(body);
      return;
    }
    const file = /^\/(sources|imports(\/[^/]+)?)?$/.test(url.pathname) ? 'index.html' : url.pathname.slice(1);
    if (!/^(index\.html|assets\/[\w.-]+)$/.test(file)) throw new Refused(404, 'MISSING', 'No such page.');
    const bytes = await readFile(join(DIST, file));
    response.writeHead(200, { 'Content-Type': MIME[extname(file)] ?? 'application/octet-stream',
      'Cache-Control': 'no-store' }).end(bytes);
  } catch (cause) {
    const { status = 500, code = 'FAILED' } = cause;
    response.writeHead(status, { 'Content-Type': 'application/problem+json' })
      .end(JSON.stringify({ type: 'about:blank', status, code, detail: cause.message, request: id }));
  }
});
server.listen(Number(given.port), '127.0.0.1', () =>
  console.log(`listening on http://127.0.0.1:${server.address().port}`));
