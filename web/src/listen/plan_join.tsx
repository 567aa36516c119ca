// SPDX-License-Identifier: AGPL-3.0-or-later
//
// plan_join — a second table whose columns come along by a key: which it is, what belongs
// together, and what found its row.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Problem } from '../api.ts';
import { isSignedOut, problemOf } from '../data.ts';
import * as format from '../format.ts';
import { t } from '../i18n.ts';
import { problemText } from '../ui/state.tsx';
import { isPlanned, setJoin, type Join } from './import_api.ts';
import { columnText, joinedAs, saidOfFile, sayOfFile, unjoin, valueOf } from './map_text.ts';
import type { Plan } from './plan.ts';

export function PlanJoin({ plan, id }: { plan: Plan; id: number }) {
  const problem = useSignal<Problem | null>(null);
  const isBusy = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const { join } = plan.planned;
  const isReady = !plan.isAsking && !isBusy.value;
  const bring = (file: File) => {
    isBusy.value = true;
    setJoin(id, file).then((found) => {
      isBusy.value = false;
      problem.value = null;
      if (isPlanned(found.report)) plan.adopt(found.report);
    }, (cause: unknown) => {
      isBusy.value = false;
      problem.value = problemOf(cause);
      if (problem.value.isSignedOut()) isSignedOut.value = true;
    });
  };
  return (
    <details class="card plan-map plan-join" open={join !== undefined} aria-busy={isBusy.value}>
      <summary><h2>{join ? t('join.title_of', { name: join.name }) : t('join.title')}</h2></summary>
      {join ? <Joined plan={plan} join={join} /> : <p class="card-about">{t('join.about')}</p>}
      {problem.value && <p class="field-wrong" role="alert">{problemText(problem.value)}</p>}
      <div class="buttons">
        <button type="button" class={`button${join ? '' : ' is-primary'}`} disabled={!isReady}
          onClick={() => input.current?.click()}>{join ? t('join.another') : t('join.choose')}</button>
        {join && (
          <button type="button" class="button" disabled={!isReady}
            onClick={() => plan.change(unjoin(plan.text))}>{t('join.remove')}</button>
        )}
        <input ref={input} type="file" class="unseen" tabIndex={-1} aria-hidden="true"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) bring(file);
            event.currentTarget.value = '';
          }} />
        <span class="quiet" role="status">{isBusy.value ? t('join.reading') : ''}</span>
      </div>
    </details>
  );
}

function Joined({ plan, join }: { plan: Plan; join: Join }) {
  const own = plan.columns.slice(0, plan.columns.length - joinedColumns(join));
  const by = own.find((c) => c.name === join.by);
  const choose = (entry: 'join by' | 'join to', column: string) => {
    let text = plan.text;
    // Both stand in the map as soon as one is chosen: what was found by itself stays.
    if (join.by !== null) text = sayOfFile(text, 'join by', joinedAs(join.by));
    if (join.to !== null) text = sayOfFile(text, 'join to', joinedAs(join.to));
    plan.change(sayOfFile(text, entry, joinedAs(column)));
  };
  const said = (entry: 'join by' | 'join to') => valueOf(saidOfFile(plan.text, entry) ?? '');
  return (
    <>
      {join.by === null && <p class="field-wrong" role="alert">{t('join.no_key', { name: join.name })}</p>}
      <div class="join-keys">
        <div class="field">
          <label for="join-by">{t('join.by')}</label>
          <select class="select" id="join-by" value={by ? columnText(by) : said('join by')}
            onChange={(event) => choose('join by', event.currentTarget.value)}>
            {join.by === null && <option value="">{t('join.choose_column')}</option>}
            {own.filter((c) => c.name.trim() !== '' && !c.isShared)
              .map((c) => <option key={c.place} value={c.name}>{c.name}</option>)}
          </select>
        </div>
        <div class="field">
          <label for="join-to">{t('join.to', { name: join.name })}</label>
          <select class="select" id="join-to" value={join.to ?? said('join to')}
            onChange={(event) => choose('join to', event.currentTarget.value)}>
            {join.to === null && <option value="">{t('join.choose_column')}</option>}
            {join.columns.filter((name) => name.trim() !== '')
              .map((name, i) => <option key={`${i} ${name}`} value={name}>{name}</option>)}
          </select>
        </div>
        {(join.twice > 0 || join.twice_counts !== 'ask') && <Twice plan={plan} join={join} />}
      </div>
      {join.by !== null && <Counts join={join} />}
    </>
  );
}

/** All but the one with the key come along. */
const joinedColumns = (join: Join): number => join.columns.length - (join.to === null ? 0 : 1);

function Twice({ plan, join }: { plan: Plan; join: Join }) {
  return (
    <div class="field">
      <label for="join-twice">{t('join.twice')}</label>
      <select class="select" id="join-twice" value={join.twice_counts} aria-describedby="join-twice-about"
        aria-invalid={join.stops ? true : undefined}
        onChange={(event) => plan.change(sayOfFile(plan.text, 'join twice', event.currentTarget.value))}>
        {join.twice_counts === 'ask' && <option value="ask">{t('join.choose_row')}</option>}
        <option value="first">{t('join.first')}</option>
        <option value="last">{t('join.last')}</option>
        <option value="none">{t('join.none')}</option>
      </select>
      <p class={join.stops ? 'field-wrong' : 'field-help'} id="join-twice-about">
        {t('join.twice_about', {
          keys: format.count(join.twice), records: format.count(join.twice_records),
        }, join.twice)}</p>
    </div>
  );
}

function Counts({ join }: { join: Join }) {
  const counts = [
    { key: 'matched', n: join.matched, about: t('join.matched_about') },
    { key: 'unmatched', n: join.unmatched, about: join.first_unmatched === null ? t('join.unmatched_about')
      : t('join.unmatched_first', { key: join.first_unmatched }) },
    { key: 'unused', n: join.unused, about: t('join.unused_about', { name: join.name }) },
  ] as const;
  return (
    <dl class="join-counts">
      {counts.map(({ key, n, about }) => (
        <div key={key}>
          <dt>{t(`join.${key}`)}</dt>
          <dd class="number">{format.count(n)}</dd>
          <dd class="quiet">{about}</dd>
        </div>
      ))}
    </dl>
  );
}
