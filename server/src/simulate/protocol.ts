import type { NodeRole } from './report/model.js';
import type { Fault } from './schedule/model.js';
import { STATUS, type World } from './world/world.js';

/** What a message carries, word by word. */
export interface Payload {
  readonly from: number;
  readonly kind: number;
  word(index: number): number;
}

/** A lock that says who leads, at a moment. */
export interface Lock {
  readonly holder: number;
  readonly leftMs: number | undefined;
}

/**
 * A family of replication protocols, as one definition: a clock replays it, a search tries all orders, a person
 * clicks. It keeps nothing outside of the world's cells, asks the world for everything that is open, and touches the
 * cells of one process per event wherever the real system would.
 */
export abstract class Protocol {
  /** Tuples of processes that may change places without any difference: members alike in every setting. */
  readonly symmetric: readonly (readonly number[])[] = [];
  /** True where its promises hold whatever the timing: it may be searched without a clock. */
  readonly asynchronous: boolean = false;

  constructor(protected readonly w: World) {}

  /** Makes the state in which all is well: called once, after the cells are declared and the world is sealed. */
  abstract start(): void;
  abstract deliver(to: number, message: Payload): void;
  /** A timer of a process went off. It is no longer armed. */
  abstract expire(process: number, timer: number): void;

  /** A client's write arrives: acknowledge it, refuse it, or let it wait. */
  abstract write(process: number, operation: number): void;
  /** A client's read arrives. */
  abstract read(process: number, operation: number): void;
  /** Whether what a process shows to readers has the write in it. */
  abstract holds(process: number, operation: number): boolean;
  /**
   * Where writes stand in logs: the highest index of an epoch that a process shows to readers; histories ask this
   * instead of `holds`, for it costs less. Undefined: this family has no logs.
   */
  holdsUpTo?(process: number, epoch: number): number;
  /** Where it has no logs: whether a process shows a write with this number. */
  holdsValue?(process: number, value: number, key: number): boolean;

  /**
   * Where it has no logs: whether a write will still be there when all copies that are up have talked to each other. A write
   * that one copy still has may be about to be replaced. Without this, one copy that shows it is enough.
   */
  survives?(value: number, key: number): boolean;

  abstract role(process: number): NodeRole;
  /** Term, timeline, view: grows with every new leader. */
  abstract epoch(process: number): number;
  /** Position in the log, or how many writes it has. */
  abstract position(process: number): number;
  /** Whether it would take a client's write now, and acknowledge it if those that it waits for answer. */
  abstract writable(process: number): boolean;

  /** The acknowledged write is gone: whoever takes writes now, or will, does not have it. */
  abstract isLost(operation: number): boolean;
  /**
   * Whether a write that was taken is beyond danger, be it acknowledged or not yet: whatever fails from here on, and whatever
   * operators do, nobody will lead without it, supposing that no client begins another write. A search does not
   * follow it further then. True only where that can be proved, as where every copy has it on disk.
   *
   * @param _left How many faults may still come; left out: any number of them.
   */
  isSafe(_operation: number, _left?: number): boolean {
    return false;
  }
  /**
   * Whether no write that any client may begin from here on can be lost once it is acknowledged, whatever happens. A search that has no
   * fault left, or has seen two, does not go on then. True only where that can be proved of this very state.
   *
   * @param _left How many faults may still come.
   */
  keepsWrites(_left: number): boolean {
    return false;
  }
  /**
   * Whether, if all that anybody does to the cluster from here on is to mend it, one process leads for ever, has every write that was acknowledged
   * or may still be, and nobody else takes writes or ever will. A search that has no fault left does not go on then. True only where that can
   * be proved of this very state.
   *
   * @param _ends How many faults there are at the moment that may end.
   */
  leadsForGood(_ends: number): boolean {
    return false;
  }
  /**
   * Whether no write is ever lost once it is acknowledged, in whatever state and whatever fails: by the settings alone. True only where that can be proved.
   */
  get keepsEveryWrite(): boolean {
    return false;
  }
  /**
   * Whether nobody will ever acknowledge a write that waits: it stands in no log, no message carries it, and whoever took it
   * will not propose it again. True only where that can be proved.
   */
  isForlorn(_operation: number): boolean {
    return false;
  }
  /**
   * Whether messages about an operation that waits are under way: then a search lets faults come between any two rounds of
   * messages, for it matters who has got them.
   */
  isUnderWay(_operation: number): boolean {
    return true;
  }
  /**
   * In a search: whether a timer that goes off now would change nothing but itself, and would not either after anything else that may
   * still happen at this very moment, nor be looked at by that. It goes off first then, without the other orders.
   */
  isIdle?(process: number, timer: number): boolean;
  /**
   * In a search, after each step: numbers that only count how often something happened, such as those of views, may be made
   * small again where nothing but their order is ever looked at. States that differ in them alone are the same then.
   */
  renumber(): void {}
  /** Things that must hold in every state, by name; answers the names of those that do not. */
  broken(): readonly string[] {
    return [];
  }

  /** Killed, or the power is gone: what was not flushed is lost then. Called when the status is down already. */
  abstract crashed(process: number, powerLoss: boolean): void;
  abstract restarted(process: number): void;
  /** The connection to a process was closed: it crashed and its host said so. Not told on silent cuts. */
  closed(_process: number, _peer: number): void {}
  /** Cuts between two hosts are over. */
  joined(_hostA: number, _hostB: number): void {}
  /** The process goes on after a pause. What was due meanwhile is due now. */
  resumed(_process: number): void {}
  diskStalled(_host: number, _on: boolean): void {}
  /**
   * Something was done to links or processes, all of it at once. For families that keep one state for a service of many
   * members; what a single process would not notice at once, it must not learn here.
   */
  faulted(): void {}
  clockJumped(_host: number): void {}
  /** What an operator does; false: it means nothing here. */
  command(_fault: Fault, _process: number): boolean {
    return false;
  }

  /** Processes that lead at the moment: `@primary` in schedules. More than one where the family has several. */
  leaders(): readonly number[] {
    return this.w.processes.flatMap((_, p) => (this.role(p) === 'leader' ? [p] : []));
  }

  /**
   * Whether a process that goes on after it was frozen answers what clients asked it meanwhile before it takes in what its peers sent:
   * each request has a thread of its own, and connections are taken by the kernel.
   */
  get answersFirst(): boolean {
    return false;
  }

  /** Whether a reader who asks this process and nobody else is shown its data at all. */
  showsData(_process: number): boolean {
    return true;
  }

  /**
   * Whose data counts where nobody leads, whether they are up or not: what they keep is there again with the next leader.
   * Undefined: that of everybody who is up.
   */
  keptBy?(): readonly number[];

  /**
   * Where a lock with a lease decides who leads: whose it is, and for how long it still is unless it is renewed, in ms
   * (undefined: nobody counts, for the service that keeps it has no leader). Holder -1: nobody's. Undefined: this cluster
   * goes by none. For pictures; a run does not ask.
   */
  lock?(): Lock | undefined;

  /** What a member of the service that keeps the lock is in that service; undefined: it is none. For pictures. */
  keeperRole?(process: number): NodeRole | undefined;

  /** The role as it shows from outside. */
  shownRole(process: number): NodeRole {
    const status = this.w.status.get(process);
    return status === STATUS.down ? 'down' : status === STATUS.paused ? 'paused' : this.role(process);
  }
}
