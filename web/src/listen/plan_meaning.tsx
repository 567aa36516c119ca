// SPDX-License-Identifier: AGPL-3.0-or-later
//
// plan_meaning — what the answers of a column mean: what they measure and of what, which end of
// the scale is the good one, in which currency they are.
import { useId } from 'preact/hooks';
import { t } from '../i18n.ts';
import { meaningWord, type Aspect } from '../meaning.ts';
import type { PlanColumn } from './import_api.ts';

const MEASURES = ['recommendation', 'satisfaction', 'effort', 'expectation before', 'expectation remembered',
  'against expectation', 'emotion', 'trust', 'delight'] as const;
const OBJECTS = ['product', 'people', 'process', 'policy', 'brand'] as const;
const STANDARDS = ['last time', 'experience', 'competitor', 'promise'] as const;
const ENDS = ['high', 'low'] as const;

const WORDS: Record<Aspect, readonly string[]> = {
  measures: MEASURES, 'measures of': OBJECTS, 'expected from': STANDARDS, better: ENDS,
};

const LABELS = {
  measures: 'meaning.measures', 'measures of': 'meaning.measures_of', 'expected from': 'meaning.expected_from',
  better: 'meaning.better',
} as const;

const isOfExpectation = (measures: string | null | undefined): boolean => measures?.includes('expectation') ?? false;

function Choice({ aspect, is, onSay }: {
  aspect: Aspect; is: string | null | undefined; onSay: (value: string) => void;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{t(LABELS[aspect])}</label>
      <select class="select" id={id} value={is ?? 'none'} onChange={({ currentTarget: { value } }) => onSay(value)}>
        <option value="none">{t('meaning.none')}</option>
        {WORDS[aspect].map((word) => <option key={word} value={word}>{meaningWord[aspect](word)}</option>)}
      </select>
    </div>
  );
}

/** Of a score or a choice. */
export function MeaningFields({ of, onSay }: {
  of: PlanColumn; onSay: (aspect: Aspect, value: string) => void;
}) {
  if (of.kind !== 'score' && of.kind !== 'choice') return null;
  const choice = (aspect: Aspect, is: string | null | undefined) =>
    <Choice aspect={aspect} is={is} onSay={(value) => onSay(aspect, value)} />;
  return (
    <>
      {choice('measures', of.measures)}
      {choice('measures of', of.measures_of)}
      {isOfExpectation(of.measures) && choice('expected from', of.expected_from)}
      {of.kind === 'score' && choice('better', of.better)}
    </>
  );
}
