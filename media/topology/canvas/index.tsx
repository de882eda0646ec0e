import { shown } from '../store.js';

/** The cluster as it is at the instant. */
export function Canvas() {
  return <section aria-label="Topology">{shown.value?.title ?? ''}</section>;
}
