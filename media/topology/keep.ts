import { effect } from '@preact/signals';
import { bridge } from './actions.js';
import { instant, lens, playing, selection, type Thing, target } from './store.js';

/** What the page was looking at: kept while it is hidden, and across reloads of the window. */
interface Kept {
  readonly uri: string;
  readonly instant: number;
  readonly lens?: (typeof lens)['value'];
  readonly selection?: Thing;
}

/** Time without a change after which it is kept, ms. */
const QUIET = 250;

/** Keeps where somebody is, from now on. */
export function keepView(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const uri = target.value?.uri;
    const kept: Kept | undefined =
      uri === undefined
        ? undefined
        : {
            uri,
            instant: instant.value,
            ...(lens.value === undefined ? {} : { lens: lens.value }),
            ...(selection.value === undefined ? {} : { selection: selection.value }),
          };
    clearTimeout(timer);
    // While it runs, where it is changes with every frame.
    if (kept !== undefined && !playing.value)
      timer = setTimeout(() => {
        bridge.state = kept;
      }, QUIET);
  });
}

/** Where somebody was in this file before the page was taken away; at its beginning where that is not known. */
export function recallView(uri: string | undefined): void {
  const state = bridge.state as Partial<Kept> | undefined;
  const kept = uri !== undefined && state?.uri === uri ? state : undefined;
  instant.value = typeof kept?.instant === 'number' ? kept.instant : 0;
  lens.value = kept?.lens;
  selection.value = kept?.selection;
}
