import assert from 'node:assert/strict';
import { prepare } from '../../../../server/src/simulate/families.js';
import { isPrepared, type Prepared } from '../../../../server/src/simulate/family.js';
import type { Schedule } from '../../../../server/src/simulate/schedule/model.js';
import { clusterOf } from '../../../conformance/lab/cluster.js';
import { type LabFault, labScenarios, type Scenario } from '../../../conformance/lab/records.js';
import { scheduleOf } from '../../../conformance/lab/schedule.js';

export type { LabFault };

/** A cluster of the lab made ready, with the schedule of its scenario. */
export function labOf(scenario: string): { readonly prepared: Prepared; readonly schedule: Schedule } {
  const found: Scenario = [...labScenarios().values()].find(each => each.scenario === scenario)!;
  const read = clusterOf(found.scenario, found.system)!;
  const prepared = prepare(read.cluster, read.all);
  assert.ok(isPrepared(prepared));
  return { prepared, schedule: scheduleOf(found, read.hosts) };
}
