/** What `wsrep_cluster_address` says: whom to join, or that a new cluster begins. */
export interface ClusterAddress {
  readonly hosts: readonly string[];
  /** An empty list: this node begins a new cluster whenever it starts. */
  readonly bootstraps: boolean;
}

const MAX_HOSTS = 1000;

/** `gcomm://a,b:4567?pc.wait_prim=no`; undefined where it is no address of Galera (`dummy://`). */
export function parseClusterAddress(text: string): ClusterAddress | undefined {
  const found = /^\s*(?:gcomm:\/\/)?([^?]*)/i.exec(text);
  if (found === null || /^\s*(?!gcomm)[a-z]+:\/\//i.test(text)) return undefined;
  const hosts = found[1]!
    .split(',')
    .map(host => host.trim().replace(/\/$/, ''))
    .filter(host => host !== '')
    .slice(0, MAX_HOSTS);
  return { hosts, bootstraps: hosts.length === 0 && /gcomm:\/\//i.test(text) };
}
