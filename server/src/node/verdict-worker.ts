import type { MessagePort } from 'node:worker_threads';
import type { VerdictJob, VerdictReport } from '../panel/topology/verdict/model.js';
import { analyzerFor, workOut } from '../panel/topology/verdict/work.js';

/** What a thread is started with, so that the server's own script knows that it is not the server. */
export const VERDICT_WORKER = 'faultline verdicts';

/** To the thread: a job of a number; undefined: give up whatever is under way. */
export interface ToWorker {
  readonly id: number;
  readonly job?: VerdictJob;
}

/** From the thread. `idle`: the last job is over or was given up. */
export type FromWorker =
  | { readonly kind: 'report'; readonly id: number; readonly report: VerdictReport }
  | { readonly kind: 'failed'; readonly id: number; readonly why: string }
  | { readonly kind: 'idle'; readonly id: number };

/** Main of a thread that searches clusters: one job at a time, a newer one ends the one before. */
export function serveVerdicts(port: MessagePort): void {
  let wanted = 0;
  let last = Promise.resolve();
  port.on('message', ({ id, job }: ToWorker) => {
    wanted = id;
    last = last.then(() => (job === undefined ? undefined : work(port, id, job, () => wanted !== id)));
    void last.then(() => port.postMessage({ kind: 'idle', id } satisfies FromWorker));
  });
}

async function work(port: MessagePort, id: number, job: VerdictJob, cancelled: () => boolean): Promise<void> {
  if (cancelled()) return;
  const tell = (report: VerdictReport) =>
    port.postMessage({ kind: 'report', id, report } satisfies FromWorker);
  try {
    const analyzer = await analyzerFor(job);
    const pause = () => new Promise<void>(resolve => setImmediate(resolve));
    const report = await workOut(analyzer, job, { cancelled, pause }, tell);
    if (report !== undefined) tell(report);
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    port.postMessage({ kind: 'failed', id, why } satisfies FromWorker);
  }
}
