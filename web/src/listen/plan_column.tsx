// SPDX-License-Identifier: AGPL-3.0-or-later
//
// plan_column — one column: what it is taken for, and in its place all that can be said of it.
import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { t } from '../i18n.ts';
import { meaningText } from '../meaning.ts';
import { TextField } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { problemText } from '../ui/state.tsx';
import { go, view } from '../view.ts';
import { CodeFields } from './plan_codes.tsx';
import type { PlanColumn } from './import_api.ts';
import {
  columnText, KINDS, ROLES, saidOfColumn, saidOfFile, sayLabel, sayOfColumn, sayOfFile,
  type ColumnEntry, type Kind, type MapColumn, type Role,
} from './map_text.ts';
import type { Plan } from './plan.ts';
import { MeaningFields } from './plan_meaning.tsx';

const SHARED_FIELDS = ['recommend', 'satisfaction', 'effort', 'comment'] as const;
const EXAMPLES = 3;

interface Of {
  plan: Plan;
  of: PlanColumn;
  column: MapColumn;
}

/** A column that was the time says so no longer, and is not proposed again. */
function withRole(text: string, { of, column }: Of, role: Role | ''): string {
  if (of.role) text = sayOfFile(text, of.role, saidOfFile(text, of.role) === null || !role ? 'none' : null);
  return role ? sayOfFile(text, role, columnText(column)) : text;
}

/** Only a score has a scale, and only a number a currency. */
function withKind(text: string, column: MapColumn, kind: Kind): string {
  if (kind !== 'score') text = sayOfColumn(text, column, 'scale', null);
  if (kind !== 'number') text = sayOfColumn(text, column, 'currency', null);
  return sayOfColumn(text, column, 'kind', kind);
}

const isKind = (text: string): text is Kind => KINDS.some((kind) => kind === text);
const isRole = (text: string): text is Role => ROLES.some((role) => role === text);

export function ColumnRow(props: Of) {
  const { plan, of, column } = props;
  const id = useId();
  const isOpen = view.value.edit === String(column.place);
  const isWrong = plan.wrong?.column?.place === column.place;
  const values = [...new Set(plan.planned.first.map((r) => r.cells[column.place - 1]).filter((c) => c != null))];
  const means = meaningText(of);
  const name = column.name.trim() === '' ? t('plan.unnamed', { n: column.place }) : column.name;
  return (
    <li class={`column${of.kind === 'skip' && !of.role ? ' is-skipped' : ''}${isOpen ? ' is-open' : ''}`}>
      <div class="column-name">
        <h3 id={`${id}-name`}><bdi>{name}</bdi></h3>
        {of.label && <p class="column-asked"><bdi>{of.label}</bdi></p>}
        <p class="quiet column-values">
          {values.length === 0 ? t('plan.no_values') : <bdi>{values.slice(0, EXAMPLES).join(' · ')}</bdi>}</p>
      </div>
      <label class="column-choice">
        <span>{t('column.kind')}</span>
        <select class="select" value={of.kind} aria-describedby={`${id}-name`}
          onChange={({ currentTarget: { value } }) => isKind(value) && plan.change(withKind(plan.text, column, value))}>
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {kind === 'skip' && of.role ? t('kind.no_field') : t(`kind.${kind}`)}</option>
          ))}
        </select>
      </label>
      <label class="column-choice">
        <span>{t('column.role')}</span>
        <select class="select" value={of.role ?? ''} aria-describedby={`${id}-name`}
          onChange={({ currentTarget: { value } }) => plan.change(withRole(plan.text, props, isRole(value) ? value : ''))}>
          <option value="">{t('role.none')}</option>
          {ROLES.map((role) => <option key={role} value={role}>{t(`role.${role}`)}</option>)}
        </select>
      </label>
      <div class="column-goes">
        {of.field ? <><span class="quiet">{t('column.goes')}</span> <code dir="ltr">{of.field}</code>
          {of.shared && <span class="tag">{t('column.shared')}</span>}</>
          : <span class="quiet">{of.role ? t('column.no_field') : t('column.not_kept')}</span>}
        {means && <p class="quiet column-means">{means}</p>}
        {of.missing.length > 0 && (
          <p class="quiet column-missing">{t('column.no_answer')} <bdi>{of.missing.join(', ')}</bdi></p>
        )}
      </div>
      <button type="button" class="button is-plain column-more" aria-expanded={isOpen}
        aria-label={t('column.more_of', { name })}
        onClick={() => go({ edit: isOpen ? null : String(column.place) }, true)}>
        {t('column.more')}<Icon name={isOpen ? 'chevronUp' : 'chevronDown'} /></button>
      {isWrong && plan.problem && !isOpen && <p class="field-wrong column-wrong">{problemText(plan.problem)}</p>}
      {isOpen && <ColumnForm {...props} />}
    </li>
  );
}

/** A text that counts when it is left or entered, so that nothing is asked at every letter. */
function Entry({ label, help, wrong, value, onSay, dir }: {
  label: string; help: string; wrong: string | null; value: string; onSay: (value: string) => void; dir?: 'ltr';
}) {
  const draft = useSignal<string | null>(null);
  const say = () => {
    if (draft.value !== null && draft.value.trim() !== value) onSay(draft.value.trim());
    draft.value = null;
  };
  return (
    <div onFocusOut={say} onKeyDown={(event) => event.key === 'Enter' && say()}>
      <TextField label={label} help={help} wrong={wrong} autocomplete="off" {...(dir ? { dir } : {})}
        value={draft.value ?? value} onInput={(text) => (draft.value = text)} />
    </div>
  );
}

function ColumnForm({ plan, of, column }: Of) {
  const said = saidOfColumn(plan.text, column);
  const wrongAt = (entry: string): string | null =>
    plan.problem && plan.wrong?.column?.place === column.place && plan.wrong.entry === entry
      ? problemText(plan.problem) : null;
  const say = (entry: ColumnEntry, value: string) =>
    plan.change(sayOfColumn(plan.text, column, entry, value || null));
  const others = ['kind', 'field', 'scale', 'missing', 'label', 'code', 'currency'].every((entry) => !wrongAt(entry))
    && plan.wrong?.column?.place === column.place && plan.problem ? problemText(plan.problem) : null;
  return (
    <div class="column-form">
      {(others ?? wrongAt('kind')) && <p class="field-wrong">{others ?? wrongAt('kind')}</p>}
      <div class="column-fields">
        <FieldChoice plan={plan} of={of} column={column} said={said.field} wrong={wrongAt('field')} />
        <Entry label={t('column.label')} help={t('column.label_help')} wrong={wrongAt('label')}
          value={said.label ?? of.label ?? ''} onSay={(value) => plan.change(sayLabel(plan.text, column, value || null))} />
        <Entry label={t('column.scale')} help={t('column.scale_help')} wrong={wrongAt('scale')} dir="ltr"
          value={said.scale ?? ''} onSay={(value) => say('scale', value)} />
        <Entry label={t('column.missing')} help={t('column.missing_help')} wrong={wrongAt('missing')} dir="ltr"
          value={said.missing ?? of.missing.join(', ')} onSay={(value) => say('missing', value)} />
        {of.field && of.kind === 'number' && (
          <Entry label={t('meaning.currency')} help={t('meaning.currency_help')} wrong={wrongAt('currency')} dir="ltr"
            value={said.currency ?? of.currency ?? ''} onSay={(value) => say('currency', value.toUpperCase() || 'none')} />
        )}
        {of.field && <MeaningFields of={of} onSay={say} />}
      </div>
      <CodeFields plan={plan} column={column} codes={said.codes} wrong={wrongAt('code')} />
    </div>
  );
}

function FieldChoice({ plan, of, column, said, wrong }: Of & { said: string | null; wrong: string | null }) {
  const isOther = useSignal(said !== null && !SHARED_FIELDS.some((field) => field === said));
  const say = (field: string | null) => plan.change(sayOfColumn(plan.text, column, 'field', field));
  const id = useId();
  return (
    <div class="field-choice">
      <div class="field">
        <label for={id}>{t('column.field')}</label>
        <select class="select" id={id} value={isOther.value ? 'other' : said ?? ''}
          onChange={({ currentTarget: { value } }) => {
            isOther.value = value === 'other';
            if (value !== 'other') say(value || null);
          }}>
          <option value="">{said === null && of.field
            ? t('column.proposed', { field: of.field }) : t('column.as_proposed')}</option>
          {SHARED_FIELDS.map((field) => <option key={field} value={field}>{t(`column.field_${field}`)}</option>)}
          <option value="other">{t('column.other_field')}</option>
        </select>
        {!isOther.value && <p class="field-help">{t('column.field_help')}</p>}
        {!isOther.value && wrong && <p class="field-wrong">{wrong}</p>}
      </div>
      {isOther.value && (
        <Entry label={t('column.key')} help={t('column.key_help')} wrong={wrong} dir="ltr" value={said ?? ''}
          onSay={(value) => say(value || null)} />
      )}
    </div>
  );
}
