import { isAtLeast } from '../../version.js';
import { postgresSettings, standbyNamesOf } from './effective.js';
import type { PostgresNode } from './nodes.js';

/** The servers of one cluster. */
export interface NodeGroup {
  /** Absent: the standbys speak of one that is not shown. */
  readonly primary: PostgresNode | undefined;
  readonly standbys: readonly PostgresNode[];
}

/** Finds out which servers belong together: by names, by addresses, and by their folders. */
export function groupNodes(nodes: readonly PostgresNode[]): readonly NodeGroup[] {
  const heads = nodes.filter(({ role }) => role !== 'standby');
  const members = new Map(heads.map(head => [head, [] as PostgresNode[]]));
  const left: PostgresNode[] = [];
  const standbys = nodes.filter(({ role }) => role === 'standby');
  for (const standby of standbys) {
    const scores = heads.map(head => ({ head, score: likeness(head, standby, heads) }));
    scores.sort((a, b) => b.score - a.score);
    const [best, next] = scores;
    if (best !== undefined && best.score >= 2 && best.score > (next?.score ?? 0)) {
      members.get(best.head)!.push(standby);
    } else {
      left.push(standby);
    }
  }
  const groups: NodeGroup[] = [...members].map(([primary, own]) => ({ primary, standbys: own }));
  return [...groups, ...leftovers(left)];
}

/** Name by which the primary knows a standby. */
export function applicationName(node: PostgresNode): string {
  const given = node.upstream?.conninfo.parts.get('application_name')?.value;
  if (given !== undefined && given !== '') return given;
  const cluster = lastText(node, 'cluster_name');
  return cluster !== undefined && isAtLeast(node.version?.version, '12') ? cluster : 'walreceiver';
}

/** Folder that nodes of one cluster have in common when each has one of its own. */
export function surroundingsOf({ folder }: PostgresNode): string {
  const parts = folder.replace(/#.*/s, '').split('/');
  while (
    parts.length > 1 &&
    /^(?:data|pgdata|main|conf|config|etc|postgres|postgresql|pgsql|conf\.d)$|^\d{1,2}$/.test(parts.at(-1)!)
  ) {
    parts.pop();
  }
  // What a script writes stands beside it: the folder is that of several servers already.
  return (folder.includes('#') ? parts : parts.slice(0, -1)).join('/');
}

function likeness(head: PostgresNode, standby: PostgresNode, heads: readonly PostgresNode[]): number {
  let score = 0;
  const names = standbyNamesOf(postgresSettings(head.version?.version, head.written));
  const name = applicationName(standby).toLowerCase();
  if (names?.names.some(each => each.name.toLowerCase() === name) === true) score += 4;
  const hosts = [head.label, ...head.hosts].map(host => host.toLowerCase());
  const named = standby.upstream?.conninfo.hosts.some(({ host }) => hosts.includes(host.toLowerCase()));
  if (named === true) score += 4;
  if (head.folder === standby.folder) score += 3;
  else if (surroundingsOf(head) === surroundingsOf(standby)) score += 2;
  else if (heads.length === 1 && named === true) score += 2;
  if (score > 0 && head.role === 'primary') score += 1;
  return score;
}

/** Standbys whose primary is not shown: those that follow the same one, from the same surroundings, are one cluster. */
function leftovers(standbys: readonly PostgresNode[]): readonly NodeGroup[] {
  const groups = new Map<string, PostgresNode[]>();
  for (const standby of standbys) {
    const hosts = standby.upstream?.conninfo.hosts.map(({ host, port }) => `${host}:${port}`).join(',') ?? '';
    const key = hosts === '' ? standby.folder : `${surroundingsOf(standby)} ${hosts}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [standby]);
    else known.push(standby);
  }
  return [...groups.values()].map(own => ({ primary: undefined, standbys: own }));
}

function lastText(node: PostgresNode, key: string): string | undefined {
  const found = node.written.filter(each => each.key.toLowerCase() === key).at(-1)?.raw;
  return typeof found === 'string' && found !== '' ? found : undefined;
}
