// SPDX-License-Identifier: AGPL-3.0-or-later
//
// import_page — one file that was brought: what it would be taken for, how far it is, or what
// became of it.
import { forget, useLoaded } from '../data.ts';
import { t } from '../i18n.ts';
import { PageHead } from '../ui/page_head.tsx';
import { Failed, Skeleton } from '../ui/state.tsx';
import { view } from '../view.ts';
import { addressOfImport, isPlanned, type ImportDetail } from './import_api.ts';
import { ImportProgress } from './import_progress.tsx';
import { ImportReport } from './import_report.tsx';
import { PlanPage } from './plan_page.tsx';

export function ImportPage() {
  const { id } = view.value;
  const { data, problem } = useLoaded<ImportDetail>(addressOfImport(id));
  if (data?.state === 'looked_at' && isPlanned(data.report))
    return <PlanPage key={data.import} of={data} first={data.report} />;
  if (data && ['waiting', 'running', 'undoing'].includes(data.state))
    return <ImportProgress key={data.import} first={data} />;
  if (data) return <ImportReport detail={data} />;
  return (
    <div class="page">
      <PageHead title={t('import.title')} isWaiting={!problem} />
      <section class="card">
        {problem ? <Failed problem={problem} what={t('import.failed')} onRetry={forget} />
          : <Skeleton height={240} />}
      </section>
    </div>
  );
}
