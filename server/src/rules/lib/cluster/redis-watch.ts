import type { Cluster, Member } from '../../../cluster/model.js';
import { FILE_READ_ONLY } from '../../../cluster/systems/redis/sentinels.js';
import { isOlder, type Version } from '../../../cluster/version.js';
import { isOneComposition, isSpread } from './compositions.js';
import { sentinelSettings, sentinelsIn } from './redis.js';

/**
 * True where the Sentinels that the files show never promote anybody: they do not start, or are too few for their
 * quorum, whatever happens to the master. What is filled in elsewhere counts as the worst.
 */
export function promotesNobody(cluster: Cluster): boolean {
  const sentinels = sentinelsIn(cluster);
  if (sentinels.length === 0) return false;
  const running = sentinels.filter(
    each =>
      nameWatched(each, cluster) === undefined && sentinelSettings(each).raw(FILE_READ_ONLY) === undefined,
  );
  if (running.length === 0) return true;
  return running.every(each => {
    const settings = sentinelSettings(each);
    // One or two need to know the number; three and more are there to reach it.
    if (settings.isHidden('quorum')) return running.length < 3;
    return !cluster.open && (settings.number('quorum') ?? 0) > running.length;
  });
}

/**
 * The name that a Sentinel is told to watch and cannot: since 6.2 it resolves names only where it is asked to, and does
 * not start otherwise. Undefined for addresses, and for what stands for one.
 */
export function nameWatched(member: Member, cluster: Cluster): string | undefined {
  const settings = sentinelSettings(member);
  const master = settings.raw('master');
  if (isOlder(versionOf(member, cluster), '6.2') || typeof master?.raw !== 'string') return undefined;
  const host = master.raw.replace(/:\d+$/, '');
  // `master_ip_address` stands for an address.
  if (/^[\d.]+$|:|\$|[{}<>%]|(?:^|[_-])(?:ip|addr|address|your)(?:[_-]|$)|^(?:my|the)?ip\d*$/i.test(host))
    return undefined;
  // So does `MYIP1`, as it is written: people who fill it in by hand mark it in capitals.
  const asWritten = master.origin.unit.piece.text.slice(master.origin.span.start, master.origin.span.end);
  if (/^[A-Z][A-Z0-9_]{2,}(?=[\s:]|$)/.test(asWritten)) return undefined;
  return settings.get('resolve-hostnames')?.effective === false ? host : undefined;
}

/** Sentinels run what the servers run, where nobody says otherwise. */
export function versionOf(member: Member, cluster: Cluster): Version | undefined {
  return (
    sentinelSettings(member).version ?? cluster.versions.redis?.version ?? cluster.versions.valkey?.version
  );
}

/**
 * True where all servers stand on one machine: services of one composition, one address with several ports, or files of
 * which each has a port of its own. They are not cut off from each other.
 */
export function sharesMachine(cluster: Cluster, clusters: readonly Cluster[]): boolean {
  const data = cluster.members.filter(({ role }) => role === 'data');
  if (data.some(({ origin: { unit } }) => isSpread(unit.piece.text))) return false;
  if (isOneComposition(cluster, clusters)) return true;
  if (data.length < 2) return false;
  const uris = new Set(data.map(({ origin: { unit } }) => unit.uri));
  const inCompose = data.every(({ origin: { unit } }) => /compose[^/]*\.ya?ml$/i.test(unit.uri));
  if (inCompose && uris.size === 1) return true;
  const places = data.map(({ addresses }) => addresses.map(splitAddress));
  const hosts = new Set(places.flatMap(each => each.map(({ host }) => host)));
  const ports = new Set(places.flatMap(each => each.slice(0, 1).map(({ port }) => port)));
  // Pods of one service share its name, and its port as well.
  if (hosts.size === 1 && ports.size === data.length) return true;
  // As many machines would take the same port.
  return uris.size === data.length && data.length > 2 && ports.size === data.length;
}

/**
 * True where Sentinels are known to run beside each other: as services, at addresses of their own, or from files that
 * are numbered alike. Other files may be variants of one.
 */
export function runTogether(sentinels: readonly Member[]): boolean {
  const hosts = new Set(sentinels.map(({ site }) => site.host));
  if (!hosts.has(undefined) && hosts.size > 1) return true;
  const uris = sentinels.map(({ origin: { unit } }) => unit.uri);
  if (uris.every(uri => /\.(?:ya?ml|sh|json|tf)$/i.test(uri))) return true;
  if (
    sentinels.some(each =>
      sentinelSettings(each).written.some(({ key }) => /^(?:known-sentinel|file\.)/.test(key)),
    )
  )
    return true;
  return (
    new Set(uris.map(uri => uri.replace(/\d+|master|slave|primary|secondary|replica/gi, '#'))).size === 1
  );
}

function splitAddress(address: string): { readonly host: string; readonly port: string } {
  const at = address.lastIndexOf(':');
  return at === -1
    ? { host: address, port: '' }
    : { host: address.slice(0, at), port: address.slice(at + 1) };
}
