import type { Fragment } from '../../module.js';
import { readConninfo } from './conninfo.js';
import type { PostgresData, PostgresService } from './data.js';
import { type PostgresNode, withoutRecovery } from './nodes.js';

type Service = Fragment<PostgresData> & { readonly data: PostgresService };

/** Nodes with the containers that run them: what a container mounts is its own, and its arguments go before files. */
export function withServices(
  nodes: readonly PostgresNode[],
  fragments: readonly Fragment<PostgresData>[],
): readonly PostgresNode[] {
  const all = fragments.filter((each): each is Service => each.data.kind === 'service');
  const mounts = new Set(all.flatMap(({ data }) => data.mounts));
  // What a script starts that runs in a container is that container.
  const services = all.filter(({ uri }) => !/\.sh$/.test(uri) || !mounts.has(pathOf(uri)));
  const taken = new Set<PostgresNode>();
  const run = services.map(service => {
    const { data } = service;
    const mounted = nodes.filter(node =>
      node.uris.some(uri =>
        data.mounts.some(path => uri.toLowerCase() === path || uri.toLowerCase().startsWith(`${path}/`)),
      ),
    );
    // A script that is mounted writes into the server's own files; other configs of a folder may be of other servers.
    const [first, ...others] = mounted;
    const scripts = others.filter(({ folder }) => folder.includes('#'));
    for (const node of first === undefined ? [] : [first, ...scripts]) taken.add(node);
    return nodeOf(service, first === undefined ? undefined : withScripts(first, scripts));
  });
  return [...nodes.filter(node => !taken.has(node)), ...run];
}

function withScripts(base: PostgresNode, scripts: readonly PostgresNode[]): PostgresNode {
  if (scripts.length === 0) return base;
  return {
    ...base,
    written: [...base.written, ...scripts.flatMap(({ written }) => written)],
    uris: [...base.uris, ...scripts.flatMap(({ uris }) => uris)],
    upstream: base.upstream ?? scripts.map(({ upstream }) => upstream).find(each => each !== undefined),
    signal: base.signal || scripts.some(({ signal }) => signal),
  };
}

function pathOfFile({ folder, name }: { readonly folder: string; readonly name: string }): string {
  return `${folder}/${name}`;
}

function pathOf(uri: string): string {
  try {
    return decodeURIComponent(uri).toLowerCase();
  } catch {
    return uri.toLowerCase();
  }
}

function nodeOf({ uri, origin, data }: Service, base: PostgresNode | undefined): PostgresNode {
  // A container that mounts other files of the folder, and not recovery.conf, does not read that one.
  const reads =
    base?.recovery === undefined ||
    data.mounts.some(path => `${pathOfFile(base.recovery!)}/`.startsWith(`${path}/`));
  const own = base === undefined ? [] : reads ? base.written : withoutRecovery(base);
  const written = [...own, ...data.written];
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
    signal: data.role === 'standby' || base?.signal === true,
  };
}
