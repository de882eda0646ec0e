import type { Node } from '../../documents/tree.js';
import type { Span } from '../../text/span.js';
import type { Fields } from './fields.js';
import { groupProblems, type PlacedGroup, splitGroups } from './grouping.js';
import { MAX_CLOCK_MS, MAX_UNTIL_MS } from './limits.js';
import type { Fault, FaultKind } from './model.js';

type Read = (fields: Fields, node: Node, process: string | undefined) => Fault | undefined;

/** How each fault is written; `process`: whether one may be named beside it. */
export const FAULTS: Readonly<Record<FaultKind, { readonly read: Read; readonly process?: true }>> = {
  partition: { read: partition },
  heal: {
    read: (fields, node) =>
      node.kind === 'scalar' && (node.value === null || node.value === true)
        ? { kind: 'heal' }
        : fields.problem(node.span, '`heal` takes nothing: it ends everything that parts the network.'),
  },
  cut: {
    read: (fields, node) => {
      const link = ends(fields, node, 'cut', ['oneWay']);
      if (link === undefined) return undefined;
      const oneWay = link.map.get('oneWay');
      const flag = oneWay === undefined ? false : fields.flag(oneWay, '`oneWay`');
      return flag === undefined ? undefined : { kind: 'cut', from: link.from, to: link.to, oneWay: flag };
    },
  },
  slow: { read: slow },
  crash: { read: onHosts('crash'), process: true },
  powerLoss: { read: onHosts('powerLoss') },
  restart: { read: onHosts('restart'), process: true },
  pause: { read: onHosts('pause'), process: true },
  resume: { read: onHosts('resume'), process: true },
  clock: {
    read: (fields, node) => {
      const map = fields.map(node, ['hosts', 'by'], '`clock`');
      if (map === undefined) return undefined;
      const hosts = fields.required(map, 'hosts', node, '`clock`');
      const by = fields.required(map, 'by', node, '`clock`');
      const names = hosts && fields.hostList(hosts, '`hosts`');
      const byMs = by && fields.duration(by, '`by`', -MAX_CLOCK_MS, MAX_CLOCK_MS);
      return names && byMs !== undefined ? { kind: 'clock', hosts: names, byMs } : undefined;
    },
  },
  diskStall: {
    read: (fields, node) => {
      const map = fields.map(node, ['hosts', 'for'], '`diskStall`');
      if (map === undefined) return undefined;
      const hosts = fields.required(map, 'hosts', node, '`diskStall`');
      const names = hosts && fields.hostList(hosts, '`hosts`');
      const long = map.get('for');
      if (long === undefined) return names && { kind: 'diskStall', hosts: names };
      const forMs = fields.duration(long, '`for`', 1, MAX_UNTIL_MS);
      return names && forMs !== undefined ? { kind: 'diskStall', hosts: names, forMs } : undefined;
    },
  },
  promote: { read: onHost('promote') },
  cancelWaits: { read: onHost('cancelWaits') },
  removeMember: { read: onHost('removeMember') },
  addMember: { read: onHost('addMember') },
  maintenance: {
    read: (fields, node) => {
      const on = fields.flag(node, '`maintenance`');
      return on === undefined ? undefined : { kind: 'maintenance', on };
    },
  },
  siteLoss: {
    read: (fields, node) => {
      const site = fields.name(node, '`siteLoss`');
      return site === undefined ? undefined : { kind: 'siteLoss', site };
    },
  },
};

export const FAULT_KINDS = Object.keys(FAULTS) as FaultKind[];

function partition(fields: Fields, node: Node): Fault | undefined {
  const groups = node.kind === 'list' ? listGroups(fields, node) : textGroups(fields, node);
  if (groups === undefined) return undefined;
  const problems = groupProblems(groups, node.span, fields.hosts);
  for (const { message, span } of problems) fields.problem(span, message);
  if (problems.length > 0) return undefined;
  return { kind: 'partition', groups: groups.map(({ members }) => members.map(({ name }) => name)) };
}

function listGroups(fields: Fields, node: Node & { kind: 'list' }): PlacedGroup[] | undefined {
  let whole = true;
  const groups = node.items.map((group): PlacedGroup => {
    const members = (group.kind === 'list' ? group.items : [group]).flatMap(item => {
      const name = fields.name(item, 'A host');
      if (name === undefined) whole = false;
      return name === undefined ? [] : [{ name, span: item.span }];
    });
    return { members, span: group.span };
  });
  return whole ? groups : undefined;
}

function textGroups(fields: Fields, node: Node): PlacedGroup[] | undefined {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') {
    return fields.problem(node.span, '`partition` is a list of groups, or a text such as `n1 | n2,n3`.');
  }
  const offset = offsetOf(fields.text, node.span, node.value);
  const move = ({ start, end }: Span): Span =>
    offset === undefined ? node.span : { start: start + offset, end: end + offset };
  return splitGroups(node.value, fields.hosts).map(({ members, span }) => ({
    span: move(span),
    members: members.map(({ name, span: place }) => ({ name, span: move(place) })),
  }));
}

/** Where a scalar's text begins in the file; undefined where it is written with escapes or over several lines. */
function offsetOf(text: string, { start, end }: Span, value: string): number | undefined {
  const at = text.slice(start, end).indexOf(value);
  return at < 0 ? undefined : start + at;
}

function slow(fields: Fields, node: Node): Fault | undefined {
  const link = ends(fields, node, 'slow', ['latency', 'loss']);
  if (link === undefined) return undefined;
  const { from, to, map } = link;
  const latency = map.get('latency');
  const loss = map.get('loss');
  if (latency === undefined && loss === undefined) {
    return fields.problem(node.span, '`slow` needs `latency` or `loss`.');
  }
  const latencyMs = latency === undefined ? 0 : fields.duration(latency, '`latency`', 0, MAX_UNTIL_MS);
  const lost = loss === undefined ? 0 : fields.number(loss, '`loss`', 0, 1);
  return latencyMs === undefined || lost === undefined
    ? undefined
    : { kind: 'slow', from, to, latencyMs, loss: lost };
}

/** What `from` and `to` of a link name; a host cannot stand at both ends. */
function ends(fields: Fields, node: Node, kind: 'cut' | 'slow', others: readonly string[]) {
  const map = fields.map(node, ['from', 'to', ...others], `\`${kind}\``);
  if (map === undefined) return undefined;
  const begin = fields.required(map, 'from', node, `\`${kind}\``);
  const end = fields.required(map, 'to', node, `\`${kind}\``);
  const from = begin && fields.hostList(begin, '`from`');
  const to = end && fields.hostList(end, '`to`');
  if (from === undefined || to === undefined) return undefined;
  const both = from.find(name => to.includes(name));
  if (both !== undefined) return fields.problem(end!.span, 'A link has different hosts at its ends.');
  return { from, to, map };
}

function onHosts(kind: 'crash' | 'powerLoss' | 'restart' | 'pause' | 'resume'): Read {
  return (fields, node, process) => {
    const hosts = fields.hostList(node, `\`${kind}\``);
    if (hosts === undefined) return undefined;
    return kind === 'powerLoss' || process === undefined ? { kind, hosts } : { kind, hosts, process };
  };
}

function onHost(kind: 'promote' | 'cancelWaits' | 'removeMember' | 'addMember'): Read {
  return (fields, node) => {
    // A list of one host is one host.
    const only = node.kind === 'list' && node.items.length === 1 ? node.items[0]! : node;
    const host = fields.host(only, `\`${kind}\``);
    return host === undefined ? undefined : { kind, host };
  };
}
