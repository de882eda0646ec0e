import type { Analyzer } from '../../analyzer/types.js';
import type { Searcher, VerdictJob, VerdictReport } from '../../panel/topology/verdict/model.js';
import { workOut } from '../../panel/topology/verdict/work.js';
import { describe } from '../guard.js';

/** Searches between the server's own messages, a few milliseconds at a time: where there are no threads. */
export class InSlices implements Searcher {
  private turn = 0;

  constructor(
    private readonly analyzer: Analyzer,
    private readonly defer: (run: () => void) => void,
  ) {}

  search(job: VerdictJob, tell: (report: VerdictReport) => void, failed: (why: string) => void): void {
    const turn = ++this.turn;
    const cancelled = () => this.turn !== turn;
    const pause = () => new Promise<void>(resolve => this.defer(resolve));
    workOut(this.analyzer, job, { cancelled, pause }, report => {
      if (!cancelled()) tell(report);
    }).then(
      report => {
        if (report !== undefined && !cancelled()) tell(report);
      },
      error => {
        if (!cancelled()) failed(describe(error));
      },
    );
  }

  cancel(): void {
    this.turn++;
  }

  dispose(): void {
    this.cancel();
  }
}
