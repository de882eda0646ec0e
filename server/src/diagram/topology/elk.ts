/// <reference path="./elk-worker.d.ts" />
import ElkConstructor, { type ELK } from 'elkjs/lib/elk-api.js';
import type { LayoutScript } from 'elkjs/lib/elk-worker.min.js';

let script = (): Promise<LayoutScript> => import('elkjs/lib/elk-worker.min.js');
let engine: Promise<ELK> | undefined;

/** The library that lays graphs out, loaded when first needed. It runs where it is called, in no worker of its own. */
export function elk(): Promise<ELK> {
  engine ??= script()
    .then(({ Worker }) => new ElkConstructor({ workerFactory: () => new Worker() }))
    .catch(error => {
      engine = undefined;
      throw error;
    });
  return engine;
}

/**
 * Says where the library's script comes from where it cannot be imported: a server in a browser fetches the one that the
 * pages of the panels make workers of.
 */
export function loadElkWith(load: () => Promise<LayoutScript>): void {
  script = load;
}
