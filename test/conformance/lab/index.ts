import { plainWrite } from '../../../server/src/cluster/guarantees.js';
import { MODULES } from '../../../server/src/cluster/index.js';
import type { Cluster } from '../../../server/src/cluster/model.js';
import { guaranteesOf } from '../../../server/src/cluster/promises.js';
import { type Exception, type Result, unexplained } from '../result.js';
import { clusterOf } from './cluster.js';
import { EXCEPTIONS } from './exceptions.js';
import { failoverTimes, type LabRecord, labRecords, lostMs } from './records.js';

/** Compares what the model says of real clusters with what was measured when they lost nodes and links. */
export async function run(): Promise<Result> {
  const records = labRecords();
  const lines: string[] = [];
  const used = new Set<Exception>();
  let passed = 0;
  let failed = 0;
  for (const [scenario, runs] of records) {
    const cluster = clusterOf(scenario, runs[0]!.system)?.cluster;
    const found = cluster === undefined ? ['no cluster is read'] : compare(cluster, runs, lines);
    const left = unexplained(scenario, found, EXCEPTIONS, used);
    if (left.length === 0) passed++;
    else failed++;
    lines.push(...left.map(line => `  ${scenario}: ${line}`));
  }
  return { passed, failed, lines };
}

/** One line for the table, and what lies outside of the bounds. */
function compare(cluster: Cluster, runs: readonly LabRecord[], table: string[]): string[] {
  const bounds = cluster.failover.detectMs;
  const rpo = plainWrite(guaranteesOf(cluster, MODULES))?.rpoMs;
  const outside: string[] = [];
  for (const record of runs) {
    for (const time of failoverTimes(record)) {
      if (bounds !== undefined && (time < bounds[0] || time > bounds[1]))
        outside.push(
          `run ${record.run}: another took writes after ${time} ms, not within ${bounds.join('-')} ms`,
        );
    }
    const lost = lostMs(record);
    if (typeof rpo === 'number' && lost > rpo)
      outside.push(`run ${record.run}: ${lost} ms of acknowledged writes were lost, not ${rpo} ms at most`);
  }
  const times = runs.flatMap(failoverTimes);
  table.push(
    [
      `${cluster.name} ${runs[0]!.scenario} (${runs.length})`.padEnd(48),
      `failover ${bounds?.join('-') ?? cluster.failover.kind} ms`.padEnd(28),
      `measured ${range(times)}`.padEnd(26),
      `lost at most ${rpo ?? 'unknown'}`.padEnd(24),
      `measured ${range(runs.map(lostMs))}`,
    ].join(' '),
  );
  return outside;
}

function range(times: readonly number[]): string {
  return times.length === 0 ? 'none' : `${Math.min(...times)}-${Math.max(...times)}`;
}
