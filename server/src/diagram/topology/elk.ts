import type { ELK } from 'elkjs/lib/elk-api.js';

let engine: Promise<ELK> | undefined;

/** The library that lays graphs out, loaded when first needed. */
export function elk(): Promise<ELK> {
  engine ??= import('elkjs/lib/elk.bundled.js').then(found => new found.default());
  return engine;
}
