// SPDX-License-Identifier: AGPL-3.0-or-later
//
// width — how wide a chart may be; it is drawn in real pixels, so that its text keeps its size.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';

export function useWidth<E extends HTMLElement>() {
  const element = useRef<E>(null);
  const width = useSignal(0);
  useLayoutEffect(() => {
    const seen = element.current;
    if (!seen) return;
    const measure = () => {
      width.value = Math.floor(seen.getBoundingClientRect().width);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(seen);
    const paper = matchMedia('print');
    paper.addEventListener('change', measure);
    return () => {
      observer.disconnect();
      paper.removeEventListener('change', measure);
    };
  }, []);
  return { element, width: width.value };
}
