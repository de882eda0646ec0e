import * as vscode from 'vscode';
import type { FaultPreset, ScheduleData, ShownCluster } from '../../../server/src/protocol/topology-panel.js';
import { askTopology } from '../ask.js';
import type { CommandContext } from './index.js';
import { cutSchedule } from './partition-schedule.js';
import { ask, BACK } from './steps.js';
import { configTarget, type GivenFile } from './target.js';

const TITLE = 'Faultline: Simulate Partition';

/** Asks how a cluster is to be parted, and plays it in the panel. Arguments: config, cluster, and the id of a preset. */
export function simulatePartition(
  context: CommandContext,
): (given?: GivenFile, cluster?: unknown, preset?: unknown) => Promise<void> {
  return async (given, named, preset) => {
    const target = await configTarget(context, given);
    if (target === undefined) return;
    const uri = target.uri.toString();
    const several = typeof named !== 'string' && target.clusters.length > 1;
    for (;;) {
      const cluster = several
        ? await pickCluster(target.clusters)
        : typeof named === 'string'
          ? named
          : undefined;
      if (several && cluster === undefined) return;
      const question = { kind: 'snapshot', uri, ...(cluster === undefined ? {} : { cluster }) } as const;
      const snapshot = await askTopology(context.session, question);
      const why =
        'why' in snapshot ? snapshot.why : (snapshot.shown?.notPlayable ?? noCluster(snapshot.shown));
      if (why !== undefined || 'why' in snapshot || snapshot.shown === undefined) {
        void vscode.window.showInformationMessage(why ?? 'This cluster cannot be played.');
        return;
      }
      const { shown } = snapshot;
      const schedule =
        shown.presets.find(({ id }) => id === preset)?.schedule ?? (await pickSchedule(shown, several));
      if (schedule === BACK) continue;
      if (schedule !== undefined)
        context.topology.open(target.uri, { name: 'simulate', argument: schedule, cluster: shown.id });
      return;
    }
  };
}

function noCluster(shown: ShownCluster | undefined): string | undefined {
  return shown === undefined ? 'No cluster was recognised in this file.' : undefined;
}

async function pickCluster(
  clusters: readonly { readonly id: string; readonly title: string }[],
): Promise<string | undefined> {
  const answer = await ask({
    title: TITLE,
    step: 1,
    placeholder: 'Which cluster?',
    items: clusters.map(({ id, title }) => ({ label: title, value: id })),
  });
  return answer === BACK ? undefined : answer?.[0];
}

/** A preset's schedule, or that of a grouping of one's own. */
async function pickSchedule(
  shown: ShownCluster,
  back: boolean,
): Promise<ScheduleData | typeof BACK | undefined> {
  const step = back ? 2 : 1;
  for (;;) {
    const answer = await ask<FaultPreset | 'any'>({
      title: TITLE,
      step,
      back,
      placeholder: `What happens to ${shown.title}?`,
      items: [
        ...shown.presets.map(preset => ({ label: preset.title, value: preset })),
        { label: '', kind: vscode.QuickPickItemKind.Separator },
        {
          label: '$(list-selection) Any grouping…',
          detail: 'Say who is on which side',
          value: 'any' as const,
        },
      ],
    });
    if (answer === BACK) return BACK;
    const chosen = answer?.[0];
    if (chosen === undefined) return undefined;
    if (chosen !== 'any') return chosen.schedule;
    const grouped = await pickGrouping(shown, step + 1);
    if (grouped !== BACK) return grouped;
  }
}

/** Sides one after the other, until everybody stands somewhere. */
async function pickGrouping(
  shown: ShownCluster,
  first: number,
): Promise<ScheduleData | typeof BACK | undefined> {
  const hosts = hostsOf(shown);
  const sides: string[][] = [];
  for (;;) {
    const rest = hosts.filter(({ name }) => !sides.flat().includes(name));
    const answer = await ask({
      title: TITLE,
      step: first + sides.length,
      back: true,
      many: true,
      placeholder:
        sides.length === 0
          ? 'Hosts on the first side'
          : `Hosts on side ${sides.length + 1}; none or all: the rest stays together`,
      items: rest.map(({ name, detail }) => ({ label: name, description: detail, value: name })),
    });
    if (answer === undefined) return undefined;
    if (answer === BACK) {
      if (sides.pop() === undefined) return BACK;
      continue;
    }
    const together = answer.length === 0 || answer.length === rest.length;
    if (sides.length === 0 && together) {
      void vscode.window.showInformationMessage('A partition has somebody on either side.');
      continue;
    }
    sides.push(together ? rest.map(({ name }) => name) : [...answer]);
    const left = hosts.filter(({ name }) => !sides.flat().includes(name));
    if (left.length > 1) continue;
    // Whoever is left alone is a side.
    if (left.length === 1) sides.push(left.map(({ name }) => name));
    const direction = sides.length === 2 ? await pickDirection(sides, first + sides.length) : 'both';
    if (direction === BACK) {
      sides.length = 0;
      continue;
    }
    return direction === undefined ? undefined : cutSchedule(sides, direction);
  }
}

async function pickDirection(
  sides: readonly (readonly string[])[],
  step: number,
): Promise<'both' | 'from first' | 'from second' | typeof BACK | undefined> {
  const [a, b] = sides.map(side => side.join(', '));
  const answer = await ask<'both' | 'from first' | 'from second'>({
    title: TITLE,
    step,
    back: true,
    placeholder: 'What passes between the sides?',
    items: [
      { label: 'Nothing, either way', value: 'both' },
      { label: 'One way', detail: `What ${a} sends is lost, what ${b} sends arrives`, value: 'from first' },
      {
        label: 'The other way',
        detail: `What ${b} sends is lost, what ${a} sends arrives`,
        value: 'from second',
      },
    ],
  });
  return answer === BACK ? BACK : answer?.[0];
}

/** Machines by name, with what runs there. */
function hostsOf({ nodes }: ShownCluster): readonly { readonly name: string; readonly detail: string }[] {
  const found = new Map<string, string[]>();
  for (const { machine, title, shape, leader } of nodes) {
    if (shape === 'client' || machine === undefined) continue;
    const on = found.get(machine) ?? [];
    on.push(`${title}${leader ? ' (leader)' : ''}`);
    found.set(machine, on);
  }
  return [...found].map(([name, on]) => ({ name, detail: on.filter(each => each !== name).join(', ') }));
}
