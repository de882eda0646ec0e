import type { Cluster } from '../../cluster/model.js';
import type { Schedule } from '../schedule/model.js';
import { chaosMeshWorkflow } from './chaos-mesh/workflow.js';
import { jepsenNamespace } from './jepsen/index.js';
import { netemScript } from './netem.js';
import { type ExportPlan, exportPlan } from './plan.js';
import { toxiproxyScript } from './toxiproxy.js';

/** Formats that a schedule is exported in, by name, with the ending of the file. */
export const EXPORT_FORMATS = {
  'chaos-mesh': { file: 'schedule.chaos-mesh.yaml', write: chaosMeshWorkflow },
  toxiproxy: { file: 'schedule.toxiproxy.sh', write: toxiproxyScript },
  netem: { file: 'schedule.netem.sh', write: netemScript },
  jepsen: { file: 'schedule.clj', write: jepsenNamespace },
} as const satisfies Record<string, { file: string; write: (plan: ExportPlan) => string }>;

export type ExportFormat = keyof typeof EXPORT_FORMATS;

/**
 * A schedule as a file that makes its faults happen on real systems. The same input gives the same text. A fault that the
 * target does not know stands in it as a comment or message with what to do by hand.
 * @param all Every known cluster: what keeps the leases may be one of them.
 */
export function exportSchedule(
  format: ExportFormat,
  schedule: Schedule,
  cluster: Cluster,
  all: readonly Cluster[] = [cluster],
): string {
  return EXPORT_FORMATS[format].write(exportPlan(schedule, cluster, all));
}
