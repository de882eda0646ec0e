import type { Fragment } from '../../module.js';
import { readConninfo } from './conninfo.js';
import type { PostgresData, PostgresService } from './data.js';
import type { PostgresNode } from './nodes.js';

type Service = Fragment<PostgresData> & { readonly data: PostgresService };

/** Nodes with the containers that run them: what a container mounts is its own, and its arguments go before files. */
export function withServices(
  nodes: readonly PostgresNode[],
  fragments: readonly Fragment<PostgresData>[],
): readonly PostgresNode[] {
  const services = fragments.filter((each): each is Service => each.data.kind === 'service');
  const taken = new Set<PostgresNode>();
  const run = services.map(service => {
    const { data } = service;
    const mounted = nodes.filter(node =>
      node.uris.some(uri =>
        data.mounts.some(path => uri.toLowerCase() === path || uri.toLowerCase().startsWith(`${path}/`)),
      ),
    );
    const base = mounted[0];
    if (base !== undefined) taken.add(base);
    return nodeOf(service, base);
  });
  return [...nodes.filter(node => !taken.has(node)), ...run];
}

function nodeOf({ uri, origin, data }: Service, base: PostgresNode | undefined): PostgresNode {
  const written = [...(base?.written ?? []), ...data.written];
  const given = data.written.filter(({ key }) => key === 'primary_conninfo').at(-1);
  const conninfo = typeof given?.raw === 'string' ? readConninfo(given.raw) : undefined;
  const upstream =
    given === undefined || conninfo === undefined ? base?.upstream : { conninfo, written: given };
  return {
    label: data.name,
    folder: `${data.folder}#${data.group}`,
    uris: [...new Set([uri, ...(base?.uris ?? [])])],
    origin: base === undefined ? origin : base.origin,
    written,
    version: data.version ?? base?.version,
    role:
      data.role !== 'unknown'
        ? data.role
        : base === undefined || base.role === 'unknown'
          ? /(?:^|[^a-z])(?:primary|master|leader)/.test(data.name.toLowerCase())
            ? 'primary'
            : /(?:^|[^a-z])(?:standby|replica|secondary|slave|follower)/.test(data.name.toLowerCase())
              ? 'standby'
              : 'unknown'
          : base.role,
    upstream,
    hba: base?.hba ?? [],
    managedBy: base?.managedBy,
    hosts: data.hosts,
    site: data.site,
    missing: base?.missing ?? [],
    recovery: base?.recovery,
  };
}
