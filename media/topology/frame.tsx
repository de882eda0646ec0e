import type { ComponentChildren } from 'preact';
import { shown } from './store.js';

/** Header, verdicts, canvas with its inspector, timeline: where everything stands. */
export function Frame({ children }: { readonly children: ComponentChildren }) {
  return (
    <main>
      <h1>{shown.value?.title ?? 'Topology'}</h1>
      {children}
    </main>
  );
}
