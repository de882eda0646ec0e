import ElkConstructor, { type ELK, type ElkNode } from 'elkjs/lib/elk-api.js';

/** How long a worker that nobody asks anything is kept, ms: it holds some 100 MB. */
const IDLE = 20_000;

/** The layout library in a worker of its own, started when first asked. */
export class LayoutWorker {
  private elk: Promise<ELK> | undefined;
  private worker: Worker | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private refuse: ((why: Error) => void) | undefined;

  /** @param base Address of the folder with the worker's script, no slash at its end. */
  constructor(private readonly base: string) {}

  /** Rejects when it is stopped, or cannot lay out what it was given. */
  async layout(graph: ElkNode): Promise<ElkNode> {
    clearTimeout(this.timer);
    this.elk ??= this.start();
    const elk = await this.elk;
    const stopped = new Promise<never>((_, reject) => (this.refuse = reject));
    try {
      return await Promise.race([elk.layout(graph), stopped]);
    } finally {
      this.refuse = undefined;
      this.timer = setTimeout(() => this.stop(), IDLE);
    }
  }

  /** Ends whatever is under way at once. The next question starts anew. */
  stop(): void {
    clearTimeout(this.timer);
    this.worker?.terminate();
    this.worker = undefined;
    this.elk = undefined;
    this.refuse?.(new Error('stopped'));
  }

  private async start(): Promise<ELK> {
    // A page of the editor has no address that a worker could be started from.
    const response = await fetch(`${this.base}/layout-worker.js`);
    if (!response.ok) throw new Error(`The script of the layout was not found (${response.status}).`);
    const address = URL.createObjectURL(await response.blob());
    try {
      return new ElkConstructor({ workerFactory: () => (this.worker = new Worker(address)) });
    } finally {
      // A worker reads its script before the next task.
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
    }
  }
}
