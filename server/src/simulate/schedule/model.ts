/**
 * What happens to a cluster and when: the input of a simulation. Times are ms from the beginning of the run. Hosts go by
 * the names that the configs give them, or by `@primary`, `@rest`, `@replicas`, `@etcd` and `@nodes`, which are told
 * apart at the moment of the event.
 */
export interface Schedule {
  /** When the run ends, in ms. */
  readonly until: number;
  readonly clients: readonly ScheduledClient[];
  /** In the order of their times. */
  readonly events: readonly ScheduledEvent[];
}

/** A program that writes numbered operations, one after the other, and reads. */
export interface ScheduledClient {
  readonly name: string;
  /** Hosts beside which it stands when the network parts: it goes with the first of them. */
  readonly group?: readonly HostName[];
  /** The only hosts that it talks to; undefined: any that it reaches. */
  readonly home?: readonly HostName[];
  /** Writes it attempts in a second while they are answered at once. */
  readonly writesPerSecond: number;
  /** Reads in a second, from each host that it may talk to. */
  readonly readsPerSecond: number;
  /** After how many ms without an answer it gives up a write and does not know what became of it. */
  readonly writeTimeoutMs: number;
}

/** A host, or `@primary`, `@rest`, `@replicas`, `@etcd`, `@nodes`, or the name of a client. */
export type HostName = string;

/** A fault, its end, or what an operator does. */
export type Fault =
  /** Only within a group does anything pass. Who is in no group is with those of the last one. */
  | { readonly kind: 'partition'; readonly groups: readonly (readonly HostName[])[] }
  /** Everything passes again: partitions, cuts and slow links end. Crashed hosts stay down. */
  | { readonly kind: 'heal' }
  | {
      readonly kind: 'cut';
      readonly from: readonly HostName[];
      readonly to: readonly HostName[];
      /** What `to` sends still arrives at `from`. */
      readonly oneWay: boolean;
    }
  | {
      readonly kind: 'slow';
      readonly from: readonly HostName[];
      readonly to: readonly HostName[];
      /** Added one way, in ms. */
      readonly latencyMs: number;
      /** Part of the messages that is lost, 0 to 1. */
      readonly loss: number;
    }
  /** Kill -9: peers see closed connections. Without a process: all those of the host. */
  | { readonly kind: 'crash'; readonly hosts: readonly HostName[]; readonly process?: string }
  /** The machine is gone at once: peers see silence, and what was not flushed is lost. */
  | { readonly kind: 'powerLoss'; readonly hosts: readonly HostName[] }
  | { readonly kind: 'restart'; readonly hosts: readonly HostName[]; readonly process?: string }
  /** SIGSTOP, a long garbage collection, a frozen virtual machine. */
  | { readonly kind: 'pause'; readonly hosts: readonly HostName[]; readonly process?: string }
  | { readonly kind: 'resume'; readonly hosts: readonly HostName[]; readonly process?: string }
  /** The clock of the hosts jumps by so many ms. */
  | { readonly kind: 'clock'; readonly hosts: readonly HostName[]; readonly byMs: number }
  /** Writes to the disk take until the stall ends; `forMs` undefined: until a restart. */
  | { readonly kind: 'diskStall'; readonly hosts: readonly HostName[]; readonly forMs?: number }
  /** An operator makes the host leader, come what may. */
  | { readonly kind: 'promote'; readonly host: HostName }
  /** Whoever waits for a commit on the host stops waiting: the client is told success. */
  | { readonly kind: 'cancelWaits'; readonly host: HostName }
  /** An operator takes the member out of the cluster, or adds one. */
  | { readonly kind: 'removeMember'; readonly host: HostName }
  | { readonly kind: 'addMember'; readonly host: HostName }
  /** The failover manager is told to keep its hands off, or to take over again. */
  | { readonly kind: 'maintenance'; readonly on: boolean }
  /** A region or zone goes dark: its hosts lose power together. */
  | { readonly kind: 'siteLoss'; readonly site: string };

export type FaultKind = Fault['kind'];

export interface ScheduledEvent {
  /** ms from the beginning of the run. */
  readonly at: number;
  readonly fault: Fault;
}

export const DEFAULT_WRITES_PER_SECOND = 10;
export const DEFAULT_READS_PER_SECOND = 4;
export const DEFAULT_WRITE_TIMEOUT_MS = 2_000;
/** How long a run goes on before its first fault where nobody says: all is well by then. */
export const DEFAULT_LEAD_IN_MS = 10_000;
