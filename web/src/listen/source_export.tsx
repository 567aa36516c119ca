// SPDX-License-Identifier: AGPL-3.0-or-later
//
// source_export — takes the answers of a source out again, with the code book beside.
import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { SourceReach } from '../api.ts';
import { t } from '../i18n.ts';

const FORMATS = ['csv', 'xlsx', 'ndjson'] as const;

export function SourceExport({ source }: { source: SourceReach }) {
  const format = useSignal<string>('csv');
  const isPersonal = useSignal(false);
  const id = useId();
  const address = (as: string) =>
    `/api/v1/sources/${encodeURIComponent(source.key)}/export?format=${as}${isPersonal.value ? '&personal=1' : ''}`;
  return (
    <section class="form source-export" aria-labelledby={`${id}-title`}>
      <div>
        <h3 id={`${id}-title`}>{t('export.title')}</h3>
        <p class="field-help">{t('export.about')}</p>
      </div>
      <div class="field">
        <label for={`${id}-format`}>{t('export.format')}</label>
        <select class="select" id={`${id}-format`} value={format.value}
          onChange={(event) => (format.value = event.currentTarget.value)}>
          {FORMATS.map((as) => <option key={as} value={as}>{t(`export.${as}`)}</option>)}
        </select>
      </div>
      <label class="check">
        <input type="checkbox" checked={isPersonal.value}
          onChange={(event) => (isPersonal.value = event.currentTarget.checked)} />
        {t('export.personal')}
      </label>
      <div class="buttons">
        <a class="button" href={address(format.value)} download>{t('export.download')}</a>
        <a class="button" href={address('map')} download>{t('export.book')}</a>
      </div>
    </section>
  );
}
