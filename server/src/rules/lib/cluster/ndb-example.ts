import type { Example } from '../../rule.js';
import { clusterExample } from './example.js';

/** `config.ini` with data nodes and management nodes on the hosts given. */
export function ndbExample(
  defaults: readonly string[],
  data: readonly string[],
  managers: readonly string[],
  says?: string,
  more: readonly string[] = [],
): Example {
  const lines = [
    '[ndbd default]',
    ...defaults,
    ...managers.flatMap((host, i) => ['[ndb_mgmd]', `NodeId=${i + 1}`, `HostName=${host}`, ...more]),
    ...data.flatMap((host, i) => ['[ndbd]', `NodeId=${i + 11}`, `HostName=${host}`]),
    '[mysqld]',
    '',
  ];
  return clusterExample('ndb', { 'ndb/config.ini': lines.join('\n') }, says);
}
