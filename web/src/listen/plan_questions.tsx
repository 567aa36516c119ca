// SPDX-License-Identifier: AGPL-3.0-or-later
//
// plan_questions — what the file does not say itself: as proposed, or as the line of the map
// beside it says.
import { useSignal } from '@preact/signals';
import * as format from '../format.ts';
import { t } from '../i18n.ts';
import { hasTaken, takeOver } from './map_text.ts';
import { noteText } from './note_text.ts';
import { keep, keptOf, keyOf } from './question_kept.ts';
import { isStatement, keepText, otherLine, questionText, takeOtherText, takeText } from './question_text.ts';
import type { Question } from './import_api.ts';
import type { Plan } from './plan.ts';

export function PlanQuestions({ plan, id }: { plan: Plan; id: number }) {
  const kept = useSignal<ReadonlySet<string>>(keptOf(id));
  // What is asked about a second table stands with it (plan_join).
  const open = plan.planned.questions.filter((q) => !kept.value.has(keyOf(q)) && !q.code.startsWith('join_'));
  const notes = (plan.planned.notes ?? []).filter(({ code }) => code !== 'joined');
  if (open.length === 0 && notes.length === 0) return null;
  return (
    <section class="questions" aria-labelledby="questions-title">
      <h2 id="questions-title">{open.length === 0 ? t('report.notes')
        : t('plan.questions', { n: format.count(open.length) }, open.length)}</h2>
      <AllRenamed plan={plan} questions={open} />
      <ul class="question-cards">
        {open.map((question) => (
          <QuestionCard key={keyOf(question)} question={question} plan={plan} onKeep={() => (kept.value = keep(id, question))} />
        ))}
      </ul>
      {notes.length > 0 && (
        <ul class="notes">{notes.map((note) => {
          const { text, isEnglish } = noteText(note);
          return <li key={note.code} {...(isEnglish ? { dir: 'auto', lang: 'en' } : {})}>{text}</li>;
        })}</ul>
      )}
    </section>
  );
}

/** A later wave has other names for many columns: who has looked through them takes all at once. */
function AllRenamed({ plan, questions }: { plan: Plan; questions: readonly Question[] }) {
  const renamed = questions.filter(({ code, map }) => code === 'renamed' && !hasTaken(plan.text, map, plan.columns));
  return renamed.length > 1 && (
    <div class="buttons question-all">
      <button type="button" class="button is-primary" onClick={() => plan.change(
        renamed.reduce((text, { map }) => takeOver(text, map, plan.columns), plan.text))}>
        {t('plan.all_renamed', { n: format.count(renamed.length) }, renamed.length)}</button>
    </div>
  );
}

function QuestionCard({ question, plan, onKeep }: {
  question: Question; plan: Plan; onKeep: () => void;
}) {
  const isTaken = question.map !== '' && hasTaken(plan.text, question.map, plan.columns);
  const { text, isEnglish } = questionText(question);
  const isOpen = !isStatement(question);
  const other = otherLine(question);
  const take = (line: string) => plan.change(takeOver(plan.text, line, plan.columns));
  return (
    <li class="card question">
      <p class="question-text" {...(isEnglish ? { dir: 'auto', lang: 'en' } : {})}>{text}</p>
      {isOpen && (
        <p class="question-line"><span>{t('plan.instead')}</span>
          <code class="map-line" dir="ltr" {...(question.map.includes('\n')
            ? { tabIndex: 0, role: 'group', 'aria-label': t('plan.instead') } : {})}>{question.map}</code></p>
      )}
      <div class="buttons">
        <button type="button" class="button" onClick={onKeep}>{keepText(question)}</button>
        {isOpen && (
          <button type="button" class="button" disabled={isTaken}
            onClick={() => take(question.map)}>{takeText(question)}</button>
        )}
        {other !== null && (
          <button type="button" class="button" onClick={() => take(other)}>{takeOtherText(question)}</button>
        )}
      </div>
    </li>
  );
}
