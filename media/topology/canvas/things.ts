import type { PanelPlace } from '../../../server/src/protocol/webview.js';
import { shown, type Thing } from '../store.js';

/** Things of the picture by the text that stands on them: `node:n1`, `link:n1>n2`, `group:eu`, `client:c1`. */

export function thingOf(key: string): Thing | undefined {
  const colon = key.indexOf(':');
  const kind = key.slice(0, colon);
  const id = key.slice(colon + 1);
  return kind === 'node' || kind === 'link' || kind === 'group' || kind === 'client'
    ? { kind, id }
    : undefined;
}

export function thingKey(thing: Thing | undefined): string | undefined {
  return thing === undefined || thing.kind === 'fault' ? undefined : `${thing.kind}:${thing.id}`;
}

/** Where a thing is written. */
export function placeOfThing(thing: Thing | undefined): PanelPlace | undefined {
  const cluster = shown.value;
  if (thing?.kind === 'node') return cluster?.nodes.find(({ id }) => id === thing.id)?.places[0];
  if (thing?.kind === 'link') return cluster?.links.find(({ id }) => id === thing.id)?.places[0];
  return undefined;
}

/** The host's name of a node, as faults speak of it. */
export function hostOfNode(
  id: string,
  run: { readonly processes: readonly { readonly node?: string; readonly host: string }[] } | undefined,
): string {
  const played = run?.processes.find(({ node }) => node === id)?.host;
  if (played !== undefined) return played;
  const node = shown.value?.nodes.find(each => each.id === id);
  // Something beside a node that is played stands on the same machine.
  const beside = run?.processes.find(process =>
    shown.value?.nodes.some(each => each.id === process.node && each.host === node?.host),
  );
  return beside?.host ?? node?.host ?? id;
}
