// SPDX-License-Identifier: AGPL-3.0-or-later
//
// plan_columns — the first records as they will be read, and what each column is taken for, to be
// changed in its place.  A wide file is shown some columns at a time.
import { useSignal } from '@preact/signals';
import { ADDRESS_OF_OVERVIEW, type Overview } from '../api.ts';
import { useLoaded } from '../data.ts';
import * as format from '../format.ts';
import { t } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { Figure } from '../ui/number.tsx';
import { go, view } from '../view.ts';
import type { FirstRecord, PlanColumn } from './import_api.ts';
import { saidOfColumn, type MapColumn } from './map_text.ts';
import type { Plan } from './plan.ts';
import { ColumnRow } from './plan_column.tsx';

const SHOWN = 25;

export interface Shown {
  plan: PlanColumn;
  column: MapColumn;
}

export function PlanColumns({ plan }: { plan: Plan }) {
  const wanted = useSignal('');
  const all = plan.planned.columns.flatMap((of, i): Shown[] => {
    const column = plan.columns[i];
    return column ? [{ plan: of, column }] : [];
  });
  if (all.length === 0) return null;
  const word = wanted.value.trim().toLowerCase();
  const found = word === '' ? all : all.filter(({ plan: p, column }) =>
    `${column.name} ${p.label ?? ''} ${p.field ?? ''}`.toLowerCase().includes(word));
  const from = view.value.from < found.length ? view.value.from : 0;
  const shown = found.slice(from, from + SHOWN);
  const steps = all.length > SHOWN && (
    <Steps from={from} shown={shown.length} n={found.length} wanted={wanted.value}
      onWanted={(value) => {
        wanted.value = value;
        if (view.value.from > 0) go({ from: 0 }, true);
      }} />
  );
  return (
    <>
      {steps}
      {plan.planned.first.length > 0 && (
        <FirstRecords records={plan.planned.first} shown={shown} text={plan.text} isOld={plan.isAsking} />
      )}
      <section class="card columns-card" aria-labelledby="columns-title">
        <header class="card-head"><div>
          <h2 id="columns-title">{t('plan.columns')}</h2>
          <p class="card-about">{t('plan.columns_about')}</p>
        </div></header>
        <div class="column is-heads" aria-hidden="true">
          <span>{t('report.column')}</span><span>{t('column.kind')}</span><span>{t('column.role')}</span>
          <span>{t('column.counts')}</span>
        </div>
        <ul class="column-list">
          {shown.map(({ plan: of, column }) => (
            <ColumnRow key={column.place} plan={plan} of={of} column={column} />
          ))}
        </ul>
        {shown.length === 0 && <p class="quiet">{t('plan.no_column')}</p>}
      </section>
    </>
  );
}

function Steps({ from, shown, n, wanted, onWanted }: {
  from: number; shown: number; n: number; wanted: string; onWanted: (value: string) => void;
}) {
  return (
    <div class="controls column-steps">
      <label class="select-label column-find">
        <span class="unseen">{t('plan.find')}</span>
        <input class="input" type="search" value={wanted} placeholder={t('plan.find')}
          onInput={(event) => onWanted(event.currentTarget.value)} />
      </label>
      <div class="stepper">
        <button type="button" class="button is-square" disabled={from === 0} aria-label={t('plan.columns_before')}
          title={t('plan.columns_before')} onClick={() => go({ from: Math.max(from - SHOWN, 0) })}>
          <Icon name="chevronLeft" /></button>
        <span class="stepper-at" role="status">
          {t('plan.columns_at', { from: format.count(shown === 0 ? 0 : from + 1),
            to: format.count(from + shown), n: format.count(n) })}</span>
        <button type="button" class="button is-square" disabled={from + shown >= n}
          aria-label={t('plan.columns_after')} title={t('plan.columns_after')}
          onClick={() => go({ from: from + SHOWN })}><Icon name="chevronRight" /></button>
      </div>
    </div>
  );
}

function FirstRecords({ records, shown, text, isOld }: {
  records: readonly FirstRecord[]; shown: readonly Shown[]; text: string; isOld: boolean;
}) {
  const zone = useLoaded<Overview>(ADDRESS_OF_OVERVIEW).data?.organisation.zone;
  const hasTimes = records.some((record) => record.at !== null);
  return (
    <section class={`card${isOld ? ' is-old' : ''}`} aria-labelledby="records-title">
      <header class="card-head"><div>
        <h2 id="records-title">{t('plan.records', { n: format.count(records.length) }, records.length)}</h2>
        <p class="card-about">{t('plan.records_about')}</p>
      </div></header>
      <div class="scrolls records" tabIndex={0} role="group" aria-labelledby="records-title">
        <table class="plain-table">
          <thead>
            <tr>
              <th scope="col" class="is-number">{t('report.line')}</th>
              {hasTimes && <th scope="col" class="record-head">{t('role.time')}</th>}
              {shown.map(({ plan: of, column }) => (
                <th key={column.place} scope="col" class="record-head">
                  <span class="record-name">
                    <bdi>{saidOfColumn(text, column).label ?? (column.name || `#${column.place}`)}</bdi></span>
                  <span class="record-kind">{of.role ? t(`role.${of.role}`) : t(`kind.${of.kind}`)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {records.map((record) => (
              <tr key={record.line}>
                <td class="is-number"><Figure>{format.count(record.line)}</Figure></td>
                {hasTimes && <td>{record.at && zone ? <bdi>{format.dayOrMoment(record.at, zone)}</bdi> : '–'}</td>}
                {record.cells.length === 0
                  ? <td class="is-refused" colSpan={shown.length}>
                      <bdi lang="en">{record.refused.map((r) => r.reason).join(' ')}</bdi></td>
                  : shown.map(({ plan: of, column }) => <Cell key={column.place} record={record} of={of} column={column} />)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Cell({ record, of, column }: { record: FirstRecord; of: PlanColumn; column: MapColumn }) {
  const refused = record.refused.find((r) => r.column === column.name);
  if (refused) return (
    <td class="record-cell is-refused" title={refused.reason}>
      {t('plan.refused_cell')}<span class="unseen" lang="en"> {refused.reason}</span></td>
  );
  const text = record.cells[column.place - 1] ?? null;
  if (text === null || of.missing.includes(text)) return (
    <td class="record-cell is-none"><span aria-hidden="true">–</span>
      <span class="unseen">{t('plan.none')}</span></td>
  );
  return <td class="record-cell" title={text}><bdi>{text}</bdi></td>;
}
