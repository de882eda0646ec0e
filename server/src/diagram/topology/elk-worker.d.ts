/** The script of elkjs's worker, which ships without types: loaded as a module, it hands out the worker as a class. */
declare module 'elkjs/lib/elk-worker.min.js' {
  import type { ELKConstructorArguments } from 'elkjs/lib/elk-api.js';

  export type LayoutWorker = ReturnType<NonNullable<ELKConstructorArguments['workerFactory']>>;
  export interface LayoutScript {
    /** Answers in the same thread. Missing where the script took itself for a worker. */
    readonly Worker: new () => LayoutWorker;
  }
  export const Worker: LayoutScript['Worker'];
}
