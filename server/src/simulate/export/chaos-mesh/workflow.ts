import { durationText } from '../../schedule/scalar.js';
import type { ExportPlan } from '../plan.js';
import { comments } from '../quote.js';
import { type Experiment, eventLine, experimentsOf } from './faults.js';
import { CLIENT_LABEL, NAMESPACE, POD_NAME } from './selectors.js';
import { type Yaml, yamlLines } from './yaml-lines.js';

/**
 * A Workflow of Chaos Mesh: for each experiment a serial template that waits for its time and then runs it for as long as
 * the fault lasts, all of them in parallel. A template's deadline is the duration of its experiment.
 * Source: https://chaos-mesh.org/docs/create-chaos-mesh-workflow/
 */
export function chaosMeshWorkflow(plan: ExportPlan): string {
  const { schedule, cluster, hosts } = plan;
  const branches: string[] = [];
  const body: string[] = [];
  for (const [index, event] of schedule.events.entries()) {
    const { experiments, notes } = experimentsOf(plan, index);
    body.push(...commented([eventLine(event), ...notes]));
    for (const [number, experiment] of experiments.entries()) {
      const name = `event-${index + 1}-${number + 1}`;
      branches.push(name);
      body.push(...templates(name, experiment).flatMap(template => yamlLines([template], '    ')));
    }
  }
  // A workflow without a branch would be none.
  if (branches.length === 0) {
    branches.push('wait');
    body.push(...yamlLines([suspend('wait', schedule.until)], '    '));
  }
  const name = `faultline-${slug(cluster.name)}`;
  const entry: Yaml = {
    name: 'schedule',
    templateType: 'Parallel',
    deadline: durationText(schedule.until),
    children: branches,
  };
  const odd = hosts.filter(({ kind, name: host }) => kind !== 'client' && !POD_NAME.test(host));
  const head = comments('#', [
    `Faults for the cluster ${cluster.name}, as a workflow of Chaos Mesh.`,
    '',
    `Pods are looked for by the names of the hosts in the namespace ${NAMESPACE}, clients by the label`,
    `${CLIENT_LABEL}: put yours there. A volume has to be named where a disk stalls.`,
    ...odd.map(
      ({ name: host }) => `No pod can be named ${JSON.stringify(host)}: put the name of its pod there.`,
    ),
  ]);
  const top = yamlLines({
    apiVersion: 'chaos-mesh.org/v1alpha1',
    kind: 'Workflow',
    metadata: { name, namespace: NAMESPACE },
  });
  return `${head}${[...top, 'spec:', '  entry: schedule', '  templates:', ...yamlLines([entry], '    '), ...body].join('\n')}\n`;
}

function templates(name: string, { from, to, type, spec }: Experiment): { readonly [key: string]: Yaml }[] {
  const children = from > 0 ? [`${name}-wait`, `${name}-fault`] : [`${name}-fault`];
  return [
    { name, templateType: 'Serial', children },
    ...(from > 0 ? [suspend(`${name}-wait`, from)] : []),
    {
      name: `${name}-fault`,
      templateType: type,
      deadline: durationText(to - from),
      [SPEC_KEYS[type]]: spec,
    },
  ];
}

const SPEC_KEYS = {
  NetworkChaos: 'networkChaos',
  PodChaos: 'podChaos',
  TimeChaos: 'timeChaos',
  IOChaos: 'ioChaos',
} as const;

function suspend(name: string, ms: number): { readonly [key: string]: Yaml } {
  return { name, templateType: 'Suspend', deadline: durationText(ms) };
}

function commented(lines: readonly string[]): string[] {
  return comments('    #', lines).trimEnd().split('\n');
}

/** A part of a name that Kubernetes takes. */
function slug(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain.slice(0, 40).replace(/-+$/, '') || 'cluster';
}
