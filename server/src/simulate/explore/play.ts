import type { Prepared } from '../family.js';
import type { HistoryEvent, HistoryEventKind, SettingRef } from '../history/model.js';
import type { Observer } from '../world/world.js';
import type { Step } from './explore.js';
import { type ActionId, type Bounds, Stage } from './stage.js';

/** One action that a person may take next, in words. */
export interface Offered {
  readonly action: ActionId;
  readonly text: string;
  readonly fault: boolean;
}

/** An operation that was answered. */
export interface Answered {
  readonly operation: number;
  readonly atMs: number;
  /** Events that had come before. */
  readonly after: number;
  /** Of a write: no node showed it at that moment but the one that answered. */
  readonly alone: boolean;
}

/**
 * A model that is played step by step: by a trace of a search, or by a person who clicks. The same steps lead to the
 * same states as in the search that found them.
 */
export class Play {
  readonly stage: Stage;
  readonly events: HistoryEvent[] = [];
  readonly answered: Answered[] = [];
  readonly steps: Step[] = [];

  constructor(prepared: Prepared, bounds: Bounds) {
    this.stage = new Stage(prepared, bounds);
    this.stage.world.observer = this.observer();
  }

  /** The first state. @param answers To what the protocol leaves open about it. */
  begin(answers: readonly number[] = []): void {
    this.events.length = 0;
    this.answered.length = 0;
    this.steps.length = 0;
    this.stage.chooser.begin(answers);
    this.stage.start();
    this.keep(-1);
  }

  /** What may come next. */
  offered(): Offered[] {
    const found: ActionId[] = [];
    this.stage.actions(found, true);
    return found.map(action => ({
      action,
      text: this.stage.describe(action),
      fault: this.stage.isFault(action),
    }));
  }

  take({ action, answers }: Step): void {
    this.stage.chooser.begin(answers);
    this.stage.take(action);
    this.keep(action);
  }

  /**
   * Plays a whole trace of a search, in which a step goes on for as long as nothing else could happen.
   *
   * @param stop The promise that the trace breaks: it ends there.
   * @param each Called after each step with what it was, in words, and when it began.
   */
  follow(
    trace: readonly Step[],
    stop: (stage: Stage) => boolean,
    each?: (text: string, step: Step, atMs: number) => void,
  ): void {
    const { stage } = this;
    let faults = 0;
    for (const [index, step] of trace.entries()) {
      if (index === 0) {
        this.begin(step.answers);
        continue;
      }
      const text = stage.describe(step.action);
      if (stage.isFault(step.action)) faults++;
      const atMs = stage.elapsedMs;
      stage.chooser.begin(step.answers);
      stage.act(step.action, faults < stage.bounds.faults, () => stop(stage));
      this.keep(step.action);
      each?.(text, step, atMs);
    }
  }

  /** Answers that are all the first are left out, as a search does. */
  private keep(action: ActionId): void {
    const answers = this.stage.chooser.answers();
    this.steps.push({ action, answers: answers.some(answer => answer !== 0) ? answers : [] });
  }

  private observer(): Observer {
    return {
      event: (kind: HistoryEventKind, process: number, text: string, because: readonly SettingRef[]) => {
        this.events.push({
          atMs: this.stage.elapsedMs,
          ...(process >= 0 ? { node: this.stage.world.nameOf(process) } : {}),
          kind,
          text,
          ...(because.length > 0 ? { because } : {}),
        });
      },
      completed: operation => this.noteAnswer(operation),
      answered: operation => this.noteAnswer(operation),
    };
  }

  private noteAnswer(operation: number): void {
    const { protocol, world, elapsedMs } = this.stage;
    const by = world.operations.process.get(operation) - 1;
    const others = world.processes.flatMap(({ serves }, p) => (serves && p !== by ? [p] : []));
    this.answered.push({
      operation,
      atMs: elapsedMs,
      after: this.events.length,
      alone: others.length > 0 && !others.some(p => protocol.holds(p, operation)),
    });
  }
}
