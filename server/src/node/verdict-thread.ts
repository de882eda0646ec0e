import { Worker } from 'node:worker_threads';
import type { Searcher, VerdictJob, VerdictReport } from '../panel/topology/verdict/model.js';
import { type FromWorker, type ToWorker, VERDICT_WORKER } from './verdict-worker.js';

/** A thread that nobody asked anything of for so long is ended: its memory is worth more, in ms. */
const IDLE_MS = 60_000;
/** A thread that does not hear that it shall give up within this time is ended, in ms. */
const STUBBORN_MS = 2_000;
/** A search that would need more memory than this fails alone, in MB. */
const MEMORY_MB = 512;

export interface VerdictThreadOptions {
  /** The script of the server, which starts `serveVerdicts` where it finds itself in such a thread. */
  readonly script: string | URL;
  /** For tests. */
  readonly stubbornMs?: number;
}

/**
 * Searches clusters in a thread of its own. The thread is started with the first job, and again after it crashed, was ended
 * for not listening, or had nothing to do for a while.
 */
export class VerdictThread implements Searcher {
  private worker: Worker | undefined;
  private asked = 0;
  /** When the thread has heard of this number, it has heard that it shall give up. */
  private given = 0;
  /** The job whose reports are waited for. */
  private waiting: Waiting | undefined;
  private ending: ReturnType<typeof setTimeout> | undefined;
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: VerdictThreadOptions) {}

  search(job: VerdictJob, tell: (report: VerdictReport) => void, failed: (why: string) => void): void {
    this.cancel();
    clearTimeout(this.resting);
    this.waiting = { id: ++this.asked, job, tell, failed };
    this.begin(this.waiting);
  }

  cancel(): void {
    if (this.waiting === undefined) return;
    this.waiting = undefined;
    const { worker } = this;
    if (worker === undefined) return;
    this.given = ++this.asked;
    worker.postMessage({ id: this.given } satisfies ToWorker);
    // It listens between slices of its work; what never comes to the end of one is ended.
    clearTimeout(this.ending);
    this.ending = setTimeout(() => this.end(worker), this.options.stubbornMs ?? STUBBORN_MS);
    this.ending.unref();
  }

  dispose(): void {
    this.waiting = undefined;
    if (this.worker !== undefined) this.end(this.worker);
  }

  private begin({ id, job }: Waiting): void {
    try {
      this.worker ??= this.start();
      this.worker.postMessage({ id, job } satisfies ToWorker);
    } catch (error) {
      this.drop(String(error));
    }
  }

  private start(): Worker {
    const worker = new Worker(this.options.script, {
      workerData: VERDICT_WORKER,
      // What is printed there would stand between the server's own messages.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    // The server ends when its client hangs up, whatever is searched.
    worker.unref();
    worker.on('message', (message: FromWorker) => this.hear(worker, message));
    worker.on('error', error => this.gone(worker, error.stack ?? error.message));
    worker.on('exit', code => this.gone(worker, `it ended with code ${code}`));
    return worker;
  }

  private hear(worker: Worker, message: FromWorker): void {
    if (worker !== this.worker) return;
    if (message.kind === 'idle') {
      if (message.id >= this.given) clearTimeout(this.ending);
      if (message.id !== this.asked) return;
      clearTimeout(this.resting);
      this.resting = setTimeout(() => this.end(worker), IDLE_MS);
      this.resting.unref();
      return;
    }
    const { waiting } = this;
    if (waiting === undefined || waiting.id !== message.id) return;
    if (message.kind === 'failed') this.drop(message.why);
    else {
      if (message.report.done) this.waiting = undefined;
      waiting.tell(message.report);
    }
  }

  /** A job that it was given since goes to a new one. */
  private end(worker: Worker): void {
    if (worker !== this.worker) return;
    this.forget();
    void worker.terminate();
    if (this.waiting !== undefined) this.begin(this.waiting);
  }

  private gone(worker: Worker, why: string): void {
    if (worker !== this.worker) return;
    this.forget();
    this.drop(why);
  }

  private forget(): void {
    this.worker = undefined;
    clearTimeout(this.ending);
    clearTimeout(this.resting);
  }

  private drop(why: string): void {
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.failed(why);
  }
}

interface Waiting {
  readonly id: number;
  readonly job: VerdictJob;
  readonly tell: (report: VerdictReport) => void;
  readonly failed: (why: string) => void;
}
