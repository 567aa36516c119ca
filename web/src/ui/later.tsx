// SPDX-License-Identifier: AGPL-3.0-or-later
//
// later — a page whose code comes when it is first wanted.
import type { ComponentType } from 'preact';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Problem } from '../api.ts';
import { t } from '../i18n.ts';
import { PageHead } from './page_head.tsx';
import { Failed, Skeleton } from './state.tsx';

export interface Chunk {
  load: () => Promise<ComponentType>;
  Page?: ComponentType; // once it is here
}

export function Later({ chunk, title }: { chunk: Chunk; title: string }) {
  const tick = useSignal(0);
  const isFailed = useSignal(false);
  void tick.value;
  useEffect(() => {
    if (chunk.Page) return;
    isFailed.value = false;
    chunk.load().then((Page) => {
      chunk.Page = Page;
      tick.value += 1;
    }, () => (isFailed.value = true));
  }, [chunk]);
  if (chunk.Page) return <chunk.Page />;
  // A browser does not ask again for code that failed once; the whole page does.
  return (
    <div class="page">
      <PageHead title={title} isWaiting={!isFailed.value} />
      <section class="card">
        {isFailed.value
          ? <Failed problem={new Problem(0, 'OFFLINE', '', null)} what={t('page.failed')}
              onRetry={() => location.reload()} />
          : <Skeleton height={240} />}
      </section>
    </div>
  );
}
