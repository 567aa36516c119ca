// SPDX-License-Identifier: AGPL-3.0-or-later
//
// account — who is signed in, the way out, and the page for those who are not.
import { useSignal } from '@preact/signals';
import { ADDRESS_OF_SIGN_IN, signOut, type Me } from '../api.ts';
import { t } from '../i18n.ts';
import { Icon, Mark } from '../ui/icon.tsx';

const initialsOf = (name: string): string =>
  name.split(/\s+/).filter(Boolean).slice(0, 2).map((part) => [...part][0] ?? '').join('').toUpperCase();

export function Account({ me }: { me: Me | null }) {
  const isFailed = useSignal(false);
  if (!me) return null;
  const leave = () => {
    signOut().then(() => location.assign(ADDRESS_OF_SIGN_IN), () => (isFailed.value = true));
  };
  return (
    <div class="account">
      <span class="avatar" aria-hidden="true">{initialsOf(me.name)}</span>
      <span class="account-name"><bdi>{me.name}</bdi></span>
      <button type="button" class="button is-square is-plain" onClick={leave}
        aria-label={t('account.sign_out')} title={t('account.sign_out')}><Icon name="logOut" /></button>
      {isFailed.value && <p role="alert" class="quiet">{t('account.sign_out_failed')}</p>}
    </div>
  );
}

export function SignedOut() {
  const back = `${location.pathname}${location.search}`;
  const address = back === '/' ? ADDRESS_OF_SIGN_IN
    : `${ADDRESS_OF_SIGN_IN}?${new URLSearchParams({ next: back }).toString()}`;
  return (
    <main class="middle" id="main" tabIndex={-1}>
      <section class="card middle-card">
        <Mark />
        <h1>{t('signed_out.title')}</h1>
        <p>{t('signed_out.about')}</p>
        <a class="button is-primary" href={address}>{t('signed_out.sign_in')}</a>
      </section>
    </main>
  );
}
