import type { Site } from '../../model.js';
import type { Fragment } from '../../module.js';
import { folderOf, type MysqlDraft, nameOf, type ServerDraft } from './data.js';
import { fitting } from './family.js';
import { Server } from './server.js';

interface Part {
  readonly uri: string;
  readonly draft: ServerDraft;
}

/**
 * The servers that files and services speak of: a file that another includes or a service mounts is part of that one,
 * and the files of one `conf.d` are one server.
 */
export function serversOf(fragments: readonly Fragment<MysqlDraft>[]): Server[] {
  const parts: Part[] = fragments.flatMap(({ uri, data }) =>
    data.kind === 'server' ? [{ uri, draft: data }] : [],
  );
  const files = parts.filter(({ draft }) => draft.service === undefined);
  const taken = new Set<Part>();
  const servers: Server[] = [];
  for (const part of parts) {
    const { service } = part.draft;
    if (service === undefined) continue;
    const mounted = files.filter(file =>
      service.mounts.some(
        mount =>
          mount === file.draft.path ||
          mount === folderOf(file.draft.path) ||
          isCopyOf(mount, file.draft, part.draft),
      ),
    );
    for (const file of mounted) taken.add(file);
    servers.push(...instances([...mounted.flatMap(file => withIncludes(file, files, taken)), part]));
  }
  for (const file of files) {
    if (file.draft.includes.length === 0 || taken.has(file)) continue;
    const all = withIncludes(file, files, taken);
    taken.add(file);
    servers.push(serverOf(all));
  }
  const folders = new Map<string, Part[]>();
  for (const file of files) {
    if (taken.has(file)) continue;
    const folder = folderOf(file.draft.path);
    const shared = /\.d$/.test(folder) && file.draft.label !== '' && !namesNode(file.draft);
    const key = shared ? folder : `${file.uri}\0${file.draft.path}\0${file.draft.label}`;
    folders.set(key, [...(folders.get(key) ?? []), file]);
  }
  for (const together of folders.values()) servers.push(serverOf(together));
  return servers;
}

/** True where a composition mounts a file of this name from elsewhere on its machine, and has it beside itself: it is copied there. */
function isCopyOf(mount: string, { path }: ServerDraft, service: ServerDraft): boolean {
  const name = nameOf(path);
  return (
    nameOf(mount) === name &&
    !/^my\.cnf$/i.test(name) &&
    folderOf(path) === folderOf(folderOf(service.path)) &&
    !mount.startsWith(`${folderOf(path)}/`)
  );
}

/** A file of a `conf.d` that is called after a node is a server of its own. */
function namesNode({ label, written }: ServerDraft): boolean {
  return (
    /master|primary|source|slave|replica|node-?\d|^db-?\d/.test(label.toLowerCase()) &&
    written.some(({ key }) => key === 'server_id' || key === 'wsrep_node_name')
  );
}

function withIncludes(file: Part, files: readonly Part[], taken: Set<Part>, depth = 0): Part[] {
  const found: Part[] = [file];
  if (depth > 5) return found;
  for (const include of file.draft.includes) {
    const target = include.replace(/\/$/, '');
    const here = `${folderOf(file.draft.path)}/${nameOf(target)}`;
    for (const other of files) {
      if (other === file || taken.has(other)) continue;
      const { path } = other.draft;
      const folder = folderOf(path);
      if (path !== target && folder !== target && path !== here && folder !== here) continue;
      taken.add(other);
      found.push(...withIncludes(other, files, taken, depth + 1));
    }
  }
  return found;
}

const MAX_INSTANCES = 1000;

/** The copies of a service, one server each. */
function instances(parts: readonly Part[]): Server[] {
  const { service, label } = parts.at(-1)!.draft;
  const count = Math.min(service?.replicas ?? 1, MAX_INSTANCES);
  if (count <= 1) return [serverOf(parts)];
  return Array.from({ length: count }, (_, i) => serverOf(parts, `${label}-${i}`));
}

function serverOf(parts: readonly Part[], copy?: string): Server {
  const last = parts.at(-1)!.draft;
  const first = parts[0]!.draft;
  const { service } = last;
  const known = parts
    .map(({ draft }) => draft)
    .filter(({ version }) => version !== undefined)
    .at(-1);
  const site: Site = service?.site ?? {};
  // A version is one of its own family.
  const own = fitting(
    known?.flavour ?? parts.flatMap(({ draft }) => draft.flavour ?? []).at(-1),
    known?.version,
  );
  return new Server(
    copy ?? (service === undefined ? first.label : last.label),
    service === undefined ? first.path : last.path,
    parts.flatMap(({ draft }) => draft.written),
    own.flavour,
    own.version,
    own.version && known?.versionOrigin,
    service === undefined ? first.origin : last.origin,
    [...new Set(parts.map(({ uri }) => uri))],
    parts.some(({ draft }) => draft.templated),
    copy === undefined ? (service?.hosts ?? []) : [copy],
    site,
    service,
    [],
    [
      ...new Set([
        ...parts.map(({ draft }) => folderOf(draft.path)),
        ...(service?.mounts.map(folderOf) ?? []),
      ]),
    ],
  );
}
