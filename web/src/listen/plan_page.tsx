// SPDX-License-Identifier: AGPL-3.0-or-later
//
// plan_page — a file before anything of it is taken: what each column would be read as, what is
// asked, and what that does to the scores.
import { useSignal } from '@preact/signals';
import type { Problem } from '../api.ts';
import { forget, isSignedOut, problemOf } from '../data.ts';
import * as format from '../format.ts';
import { t } from '../i18n.ts';
import { PageHead } from '../ui/page_head.tsx';
import { problemText } from '../ui/state.tsx';
import { go } from '../view.ts';
import { dropImport, takeImport, type Import, type Planned } from './import_api.ts';
import { usePlan, type Plan } from './plan.ts';
import { PlanBook } from './plan_book.tsx';
import { PlanColumns } from './plan_columns.tsx';
import { PlanFile } from './plan_file.tsx';
import { PlanJoin } from './plan_join.tsx';
import { PlanMap } from './plan_map.tsx';
import { PlanQuestions } from './plan_questions.tsx';
import { PlanScores } from './plan_scores.tsx';

export function PlanPage({ of, first }: { of: Import; first: Planned }) {
  const plan = usePlan(of.import, first);
  const { rows, columns } = plan.planned;
  return (
    <div class="page plan" aria-busy={plan.isAsking}>
      <PageHead isName title={of.name} about={t('plan.about', {
        rows: format.count(rows), columns: format.count(columns.length),
      }, rows)} />
      <PlanProblem plan={plan} />
      <PlanQuestions plan={plan} id={of.import} />
      <div class="plan-top">
        <PlanFile plan={plan} />
        <PlanScores plan={plan} />
      </div>
      {plan.planned.join && <PlanJoin plan={plan} id={of.import} />}
      <PlanColumns plan={plan} />
      {!plan.planned.join && <PlanJoin plan={plan} id={of.import} />}
      <PlanBook plan={plan} id={of.import} />
      <PlanMap plan={plan} name={of.name} />
      <Foot plan={plan} of={of} />
    </div>
  );
}

/** What is wrong with a column stands beside its entry, too; here it is never out of sight. */
function PlanProblem({ plan }: { plan: Plan }) {
  if (!plan.problem) return null;
  return (
    <div class="banner is-problem plan-problem" role="alert">
      <p><strong>{t('plan.not_taken')}</strong> {problemText(plan.problem)}</p>
      <button type="button" class="button" onClick={() => plan.change(plan.planned.map)}>
        {t('plan.take_back')}</button>
    </div>
  );
}

function Foot({ plan, of }: { plan: Plan; of: Import }) {
  const { planned, isAsking, problem } = plan;
  const isBusy = useSignal(false);
  const failed = useSignal<Problem | null>(null);
  const { taken } = planned;
  const isReady = !isAsking && !problem && !isBusy.value;
  const act = (action: Promise<unknown>, then: () => void) => {
    isBusy.value = true;
    action.then(() => {
      forget();
      then();
    }, (cause: unknown) => {
      isBusy.value = false;
      failed.value = problemOf(cause);
      if (failed.value.isSignedOut()) isSignedOut.value = true;
    });
  };
  return (
    <footer class="plan-foot">
      <div class="plan-sum">
        {failed.value ? <p class="field-wrong" role="alert">{problemText(failed.value)}</p>
          : <Sum planned={planned} />}
      </div>
      <div class="buttons">
        <button type="button" class="button" aria-disabled={isBusy.value}
          onClick={() => isBusy.value || act(dropImport(of.import), () => go({ page: 'imports', id: '' }))}>
          {t('plan.drop')}</button>
        <button type="button" class="button is-primary" disabled={!isReady || taken === 0 || planned.join?.stops}
          onClick={() => act(takeImport(of.import), () => undefined)}>
          {planned.join?.stops ? t('join.first_choose') : taken === 0 ? t('plan.nothing')
            : t('plan.take', { n: format.count(taken) }, taken)}</button>
      </div>
    </footer>
  );
}

function Sum({ planned: { duplicates, refused_n: refused } }: { planned: Planned }) {
  return (
    <p class="quiet">
      {duplicates > 0 && <>{t('plan.known', { n: format.count(duplicates) }, duplicates)} </>}
      {refused > 0 && <>{t('plan.refused', { n: format.count(refused) }, refused)} </>}
      {t('plan.undo')}
    </p>
  );
}
