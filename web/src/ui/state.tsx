// SPDX-License-Identifier: AGPL-3.0-or-later
//
// state — what stands where there is nothing to show: waiting, failed, empty.
import type { ComponentChildren } from 'preact';
import type { Problem } from '../api.ts';
import { useIsSlow } from '../data.ts';
import { isolated, t, tOr } from '../i18n.ts';

/** Takes the room at once, and shows that it waits only when it does so for long. */
export function Skeleton({ height, isLoading = true }: { height: number; isLoading?: boolean }) {
  const isSlow = useIsSlow(isLoading);
  return (
    <div class={`skeleton${isSlow ? ' is-slow' : ''}`} style={{ height: `${height}px` }}>
      {isSlow && <span class="unseen" role="status">{t('state.loading')}</span>}
    </div>
  );
}

/** The server's sentence, which is English: set as such within one of another direction. */
export function problemText(problem: Problem): string {
  return problem.detail ? isolated(problem.detail) : tOr(`problem.${problem.code}`, t('problem.UNKNOWN'));
}

export function Failed({ problem, what, onRetry }: {
  problem: Problem; what: string; onRetry: () => void;
}) {
  return (
    <div class="failed" role="alert">
      <p class="failed-what">{what}</p>
      <p>{problemText(problem)}</p>
      {problem.requestId && (
        <p class="quiet">{t('problem.request')} <code>{problem.requestId}</code></p>
      )}
      <button type="button" class="button" onClick={onRetry}>{t('problem.retry')}</button>
    </div>
  );
}

export function Nothing({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="nothing">
      <p class="nothing-title">{title}</p>
      {children}
    </div>
  );
}
