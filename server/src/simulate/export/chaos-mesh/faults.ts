import { faultSentence } from '../../run/fault-sentence.js';
import type { Fault, ScheduledEvent } from '../../schedule/model.js';
import { durationText } from '../../schedule/scalar.js';
import { operatorCommand } from '../operator.js';
import { type ExportPlan, hostsAt } from '../plan.js';
import { programNamed, programsOf } from '../programs.js';
import { POD_NAME, type Pods, Resolver, selectorOf } from './selectors.js';
import type { Yaml } from './yaml-lines.js';

/** One experiment of Chaos Mesh, from when to when, in ms. */
export interface Experiment {
  readonly from: number;
  readonly to: number;
  readonly type: 'NetworkChaos' | 'PodChaos' | 'TimeChaos' | 'IOChaos';
  readonly spec: { readonly [key: string]: Yaml };
}

/** What an event becomes: experiments, and sentences on what Chaos Mesh does not do. */
export interface Experiments {
  readonly experiments: readonly Experiment[];
  readonly notes: readonly string[];
}

/** The experiments of the event at an index of the schedule. */
export function experimentsOf(plan: ExportPlan, index: number): Experiments {
  const { events, until } = plan.schedule;
  const { at, fault } = events[index]!;
  const resolver = new Resolver(plan, fault);
  const later = events.slice(index + 1);
  const made = make(plan, fault, resolver, { at, until, later });
  const notes = [...resolver.notes, ...made.notes];
  return { experiments: made.experiments.filter(({ from, to }) => to > from), notes };
}

interface Span {
  readonly at: number;
  readonly until: number;
  readonly later: readonly ScheduledEvent[];
}

function make(plan: ExportPlan, fault: Fault, resolver: Resolver, span: Span): Experiments {
  const { at, until, later } = span;
  const byHand = (...notes: string[]): Experiments => ({ experiments: [], notes });
  const healed = later.find(event => event.fault.kind === 'heal')?.at ?? until;
  const network = (spec: Experiment['spec']): Experiment => ({
    from: at,
    to: healed,
    type: 'NetworkChaos',
    spec,
  });
  const link = (from: Pods, to: Pods, direction: 'to' | 'both', spec: Experiment['spec']) =>
    network({ ...spec, ...selectorOf(plan, from), direction, target: selectorOf(plan, to) });
  const links = (
    from: readonly Pods[],
    to: readonly Pods[],
    direction: 'to' | 'both',
    spec: Experiment['spec'],
  ) => from.flatMap(a => to.map(b => link(a, b, direction, spec)));
  switch (fault.kind) {
    case 'partition': {
      const groups = partitionGroups(plan, fault.groups, resolver);
      const cuts = groups.flatMap((a, i) =>
        groups.slice(i + 1).flatMap(b => links(a, b, 'both', { action: 'partition' })),
      );
      return { experiments: cuts, notes: [] };
    }
    case 'heal':
      return byHand('The experiments above that are on the network end.');
    case 'cut': {
      const direction = fault.oneWay ? 'to' : 'both';
      const spec = { action: 'partition' };
      return {
        experiments: links(resolver.pods(fault.from), resolver.pods(fault.to), direction, spec),
        notes: [],
      };
    }
    case 'slow':
      return {
        experiments: links(resolver.pods(fault.from), resolver.pods(fault.to), 'both', slowness(fault)),
        notes: [],
      };
    case 'crash':
      return crash(plan, fault, resolver, span);
    case 'powerLoss':
      return powerLoss(
        plan,
        fault.hosts.flatMap(name => resolver.resolve(name)),
        resolver,
        span,
      );
    case 'siteLoss': {
      const hosts = hostsAt(plan, fault.site);
      if (hosts.length > 0) return powerLoss(plan, hosts, resolver, span);
      return byHand(`No file says which hosts stand in ${fault.site}: fail their pods by hand.`);
    }
    case 'restart':
      return byHand(
        'Pods that were made to fail above come back; a container that was killed has been started already.',
      );
    case 'pause':
    case 'resume': {
      const signal = fault.kind === 'pause' ? 'STOP' : 'CONT';
      const hosts = fault.hosts.flatMap(name => resolver.resolve(name));
      return byHand(
        'Chaos Mesh sends no such signal. By hand:',
        ...hosts.map(host => kubectlKill(plan, host, signal, fault.process)),
      );
    }
    case 'clock': {
      const spec = {
        timeOffset: `${fault.byMs < 0 ? '-' : ''}${durationText(Math.abs(Math.round(fault.byMs)))}`,
      };
      return { experiments: each(resolver.pods(fault.hosts), plan, 'TimeChaos', at, until, spec), notes: [] };
    }
    case 'diskStall': {
      const end = fault.forMs === undefined ? restartOf(later, fault.hosts, resolver) : at + fault.forMs;
      const to = Math.min(end ?? until, until);
      const spec = {
        action: 'latency',
        delay: durationText(Math.max(1, Math.round(to - at))),
        methods: ['write', 'flush', 'fsync'],
        percent: 100,
        volumePath: '/data',
      };
      return {
        experiments: each(resolver.pods(fault.hosts), plan, 'IOChaos', at, to, spec),
        notes: ['volumePath is where the volume is mounted: put the path of these pods there.'],
      };
    }
    case 'promote':
    case 'cancelWaits':
    case 'removeMember':
    case 'addMember':
    case 'maintenance':
      return byHand(`Chaos Mesh does not do that. By hand: ${operatorCommand(plan.cluster, fault)}`);
  }
}

function slowness({ latencyMs, loss }: Fault & { kind: 'slow' }): Experiment['spec'] {
  const delayed = { latency: durationText(Math.round(latencyMs)) };
  const lost = { loss: String(Number((loss * 100).toFixed(4))) };
  if (loss <= 0) return { action: 'delay', delay: delayed };
  return latencyMs > 0 ? { action: 'netem', delay: delayed, loss: lost } : { action: 'loss', loss: lost };
}

/** A pod that fails is down to the end of the experiment: until somebody starts it again in the schedule. */
function crash(
  plan: ExportPlan,
  fault: Fault & { kind: 'crash' },
  resolver: Resolver,
  { at, until, later }: Span,
): Experiments {
  if (fault.process !== undefined) {
    const spec = { action: 'container-kill', containerNames: [fault.process] };
    return {
      experiments: each(resolver.pods(fault.hosts), plan, 'PodChaos', at, at + 1000, spec),
      notes: ['The kubelet starts a killed container at once: it cannot be kept down.'],
    };
  }
  const experiments = fault.hosts.flatMap(name => {
    const to = restartOf(later, [name], resolver) ?? until;
    return each(resolver.pods([name]), plan, 'PodChaos', at, to, { action: 'pod-failure' });
  });
  return { experiments, notes: [] };
}

/** Silence first, and only then does the pod fail: nobody sees a connection close. */
function powerLoss(plan: ExportPlan, hosts: readonly number[], resolver: Resolver, span: Span): Experiments {
  const { at, until, later } = span;
  const experiments = [...new Set(hosts)].flatMap(host => {
    const { name } = plan.hosts[host]!;
    const to = restartOf(later, [name], resolver) ?? until;
    const lone: Pods = { kind: 'names', hosts: [host] };
    const others = plan.hosts.flatMap(({ kind }, other) =>
      other === host || kind === 'client' ? [] : [other],
    );
    const clients = plan.hosts.flatMap(({ kind }, other): Pods[] =>
      kind === 'client' ? [{ kind: 'client', host: other }] : [],
    );
    const rest: Pods[] = [
      ...(others.length > 0 ? [{ kind: 'names', hosts: others } as const] : []),
      ...clients,
    ];
    return [
      ...rest.map(
        (target): Experiment => ({
          from: at,
          to,
          type: 'NetworkChaos',
          spec: {
            action: 'partition',
            ...selectorOf(plan, lone),
            direction: 'both',
            target: selectorOf(plan, target),
          },
        }),
      ),
      ...each([lone], plan, 'PodChaos', at + 1000, to, { action: 'pod-failure' }),
    ];
  });
  return {
    experiments,
    notes: ['What the kernel of the node holds is not lost: for that, cut the power of a node.'],
  };
}

function each(
  pods: readonly Pods[],
  plan: ExportPlan,
  type: Experiment['type'],
  from: number,
  to: number,
  spec: Experiment['spec'],
): Experiment[] {
  return pods.map(one => ({ from, to, type, spec: { ...spec, ...selectorOf(plan, one) } }));
}

/** When one of the hosts is started again, by the name that it was called by or by what it stands for. */
function restartOf(
  later: readonly ScheduledEvent[],
  names: readonly string[],
  resolver: Resolver,
): number | undefined {
  const hosts = new Set(names.flatMap(name => resolver.resolve(name)));
  return later.find(
    ({ fault }) =>
      fault.kind === 'restart' &&
      fault.hosts.some(name => names.includes(name) || resolver.resolve(name).some(at => hosts.has(at))),
  )?.at;
}

/** The groups of a partition with everybody in one: who is named in none goes with the last, clients beside a host. */
function partitionGroups(
  plan: ExportPlan,
  groups: readonly (readonly string[])[],
  resolver: Resolver,
): readonly (readonly Pods[])[] {
  const named = new Set(groups.flat());
  const clients = plan.hosts.filter(({ kind, name }) => kind === 'client' && !named.has(name));
  const whole = groups.map(group => [...group]);
  for (const { name, beside } of clients) {
    const at = whole.findIndex(group => beside.some(host => group.includes(host)));
    whole.at(at)!.push(name);
  }
  const rest = named.has('@rest') || named.has('@replicas');
  return whole.map((group, index) => resolver.pods(group, !rest && index === whole.length - 1));
}

/** A command to be copied into a shell: a name that would need quoting there is left to be filled in. */
function kubectlKill(plan: ExportPlan, host: number, signal: string, process: string | undefined): string {
  const { name, systems } = plan.hosts[host]!;
  const program = process === undefined ? programsOf(systems)[0] : programNamed(process);
  return `  kubectl exec ${POD_NAME.test(name) ? name : 'POD'} -- pkill -${signal} -f ${program?.process ?? 'PROCESS'}`;
}

/** The sentence of an event with its time, for a comment. */
export function eventLine({ at, fault }: ScheduledEvent): string {
  return `${durationText(at)}: ${faultSentence(fault)}`;
}
