import { hostOf } from '../../join.js';
import type { Fragment } from '../../module.js';
import type { Written } from '../../settings.js';
import { type ChannelDraft, folderOf, type MysqlDraft, type RuntimeDraft } from './data.js';
import { roleOf } from './group.js';
import { labelOf } from './my-cnf.js';
import { Server } from './server.js';

/** What one script does to one server. */
interface Script {
  readonly path: string;
  readonly uri: string;
  /** Server that it names for them. */
  readonly on: string | undefined;
  readonly channels: ChannelDraft[];
  readonly runtime: RuntimeDraft[];
}

/**
 * Puts what scripts do to the servers that they are for: the only one of their folder, or the one whose name says the
 * same role. A script that makes a replica, and whose server no file shows, stands for a server of its own.
 */
export function withScripts(
  servers: readonly Server[],
  fragments: readonly Fragment<MysqlDraft>[],
): readonly Server[] {
  const scripts = new Map<string, Script>();
  for (const { uri, data } of fragments) {
    if (data.kind !== 'channel' && data.kind !== 'runtime') continue;
    const on = data.kind === 'channel' ? data.on : undefined;
    const key = `${uri} ${on ?? ''}`;
    const script = scripts.get(key) ?? { path: data.path, uri, on, channels: [], runtime: [] };
    scripts.set(key, script);
    if (data.kind === 'channel') script.channels.push(data);
    else script.runtime.push(data);
  }
  const all = [...servers];
  for (const script of scripts.values()) {
    const written = script.runtime.flatMap(each => each.written);
    const own = serverFor(script, servers);
    if (own !== undefined) {
      all[all.indexOf(own)] = own.with(written, script.channels, script.uri);
      continue;
    }
    if (script.channels.length === 0 && !written.some(isTelling)) continue;
    all.push(strangerOf(script, written));
  }
  return all;
}

function isTelling({ key }: Written): boolean {
  return /^(?:rpl_semi_sync_|group_replication_(?:group_name|local_address))/.test(key);
}

function serverFor(script: Script, servers: readonly Server[]): Server | undefined {
  const folder = folderOf(script.path);
  const sources = script.channels.map(channel => hostOf(channel.options.get('SOURCE_HOST')?.text ?? ''));
  const names = (server: Server) => [server.label, ...server.addresses].map(hostOf);
  const near = servers.filter(
    server =>
      server.folders.some(own => own === folder || own.startsWith(`${folder}/`)) &&
      (script.on !== undefined || !names(server).some(name => sources.includes(name))),
  );
  if (script.on !== undefined) {
    const host = hostOf(script.on);
    // `my.cnf` in a folder that is called after its server.
    const called = (server: Server) => [...names(server), ...server.folders.map(labelOf)];
    const meant = near.filter(server => called(server).some(name => name.toLowerCase() === host));
    return meant.length === 1 ? meant[0] : undefined;
  }
  const label = labelOf(script.path).toLowerCase();
  const named = near.filter(server =>
    names(server).some(name => name.length > 1 && label.includes(name.toLowerCase())),
  );
  if (named.length === 1) return named[0];
  const role = roleOf(label) ?? (script.channels.length > 0 ? 'replica' : undefined);
  const same = near.filter(server => roleOf(server.label) === role || server.service?.role === role);
  if (role !== undefined && same.length === 1) return same[0];
  return near.length === 1 ? near[0] : undefined;
}

function strangerOf(script: Script, written: readonly Written[]): Server {
  const origin = (script.channels[0] ?? script.runtime[0])!.origin;
  const { dialect } = origin.unit;
  return new Server(
    script.on ?? labelOf(script.path),
    script.path,
    written,
    dialect === 'mariadb' ? 'mariadb' : undefined,
    undefined,
    undefined,
    origin,
    [script.uri],
    false,
    [],
    {},
    undefined,
    script.channels,
  );
}
