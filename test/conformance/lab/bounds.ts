import { plainWrite } from '../../../server/src/cluster/guarantees.js';
import { MODULES } from '../../../server/src/cluster/index.js';
import type { Cluster } from '../../../server/src/cluster/model.js';
import { guaranteesOf } from '../../../server/src/cluster/promises.js';
import { failoverTimes, type LabRecord, lostMs } from './records.js';

/** Where a record lies outside of the bounds that the topology model gives without playing anything. */
export function outOfBounds(cluster: Cluster, runs: readonly LabRecord[]): string[] {
  const bounds = cluster.failover.detectMs;
  const rpo = plainWrite(guaranteesOf(cluster, MODULES))?.rpoMs;
  return runs.flatMap(record => [
    ...failoverTimes(record)
      .filter(time => bounds !== undefined && (time < bounds[0] || time > bounds[1]))
      .map(
        time => `run ${record.run}: another took writes after ${time} ms, not within ${bounds!.join('-')} ms`,
      ),
    ...[lostMs(record)]
      .filter(lost => typeof rpo === 'number' && lost > rpo)
      .map(lost => `run ${record.run}: ${lost} ms of acknowledged writes were lost, not ${rpo} ms at most`),
  ]);
}

/** The bounds of a cluster beside what was measured, as one line. */
export function boundsLine(cluster: Cluster, runs: readonly LabRecord[]): string {
  const bounds = cluster.failover.detectMs;
  const rpo = plainWrite(guaranteesOf(cluster, MODULES))?.rpoMs;
  return [
    `  bounds: failover ${bounds?.join('-') ?? cluster.failover.kind} ms, measured ${range(runs.flatMap(failoverTimes))}`,
    `lost at most ${rpo ?? 'unknown'}, measured ${range(runs.map(lostMs))}`,
  ].join('; ');
}

function range(times: readonly number[]): string {
  return times.length === 0 ? 'none' : `${Math.min(...times)}-${Math.max(...times)}`;
}
