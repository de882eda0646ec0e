/** A machine, a container, or where a client runs: what networks part and what loses power. */
export interface Host {
  readonly name: string;
  /** Other names and addresses under which schedules may speak of it. */
  readonly aliases: readonly string[];
  readonly region?: string;
  readonly zone?: string;
  readonly client: boolean;
  /** A client's: the hosts beside which it stands. When the network parts and nobody says where it is, it goes with the first. */
  readonly beside?: readonly string[];
}

/** What runs on a host, takes part in a protocol, and can crash or freeze by itself. */
export interface Process {
  /** Unique: the member's id, or that with what it is (`n1/etcd`). */
  readonly name: string;
  /** Index into the hosts. */
  readonly host: number;
  /** What it is called when one speaks of one process of a host: `postgres`, `patroni`, `etcd`, `redis`, `sentinel`. */
  readonly program: string;
  /** Member of the cluster that it stands for; undefined: belongs to something beside it. */
  readonly member?: string;
  /** Takes writes and reads of clients. */
  readonly serves: boolean;
}

/** One-way latency between two hosts, in ms. */
export type Latency = (from: number, to: number) => number;

/** In one zone, between zones of a region, between regions: what is assumed where no file tells. One way, ms. */
export const LATENCY = { zone: 1, region: 2, world: 40 } as const;

/** Latencies as the sites of the hosts make one expect, where the model has none. */
export function siteLatency(hosts: readonly Host[]): Latency {
  return (from, to) => {
    const a = hosts[from]!;
    const b = hosts[to]!;
    if (from === to) return 0;
    if (a.region !== undefined && b.region !== undefined && a.region !== b.region) return LATENCY.world;
    return a.zone !== undefined && b.zone !== undefined && a.zone !== b.zone ? LATENCY.region : LATENCY.zone;
  };
}
