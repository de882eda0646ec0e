import type { Prepared } from '../../../../server/src/simulate/family.js';
import { LEASE } from '../../../../server/src/simulate/protocols/lease/index.js';
import { preparedFrom } from '../read-cluster.js';

export interface PatroniShape {
  readonly nodes?: number;
  /** Lines of the dynamic configuration, without indentation. */
  readonly dcs?: readonly string[];
  /** Lines of each node's own file. */
  readonly local?: readonly string[];
  /** Lines of `postgresql.parameters`. */
  readonly parameters?: readonly string[];
  readonly version?: string;
  /** Where etcd runs: on three hosts of its own, or on the first three nodes. */
  readonly etcd?: 'apart' | 'beside';
  /** Lines of the files of etcd. */
  readonly etcdLines?: readonly string[];
  /** In place of etcd. */
  readonly service?: readonly string[];
}

/** Config files of a cluster under Patroni: nodes n1, n2 … and etcd on e1, e2, e3 or beside the nodes. */
export function patroni({
  nodes = 3,
  dcs = [],
  local = [],
  parameters = [],
  version = '4.1.4',
  etcd = 'apart',
  etcdLines = ["version: '3.5.0'"],
  service,
}: PatroniShape = {}): Prepared {
  const files: Record<string, string> = {};
  const at = (i: number) => `10.0.0.${etcd === 'apart' ? 20 + i : i}`;
  const members = service === undefined ? [1, 2, 3] : [];
  for (const i of members) {
    files[`${etcd === 'apart' ? 'e' : 'n'}${i}/etcd.conf.yml`] = [
      `name: ${etcd === 'apart' ? 'e' : 'n'}${i}`,
      `listen-client-urls: 'http://${at(i)}:2379'`,
      `advertise-client-urls: 'http://${at(i)}:2379'`,
      `initial-advertise-peer-urls: 'http://${at(i)}:2380'`,
      `initial-cluster: '${members.map(k => `${etcd === 'apart' ? 'e' : 'n'}${k}=http://${at(k)}:2380`).join(',')}'`,
      ...etcdLines.filter(line => !line.startsWith('version')),
    ].join('\n');
  }
  for (let i = 1; i <= nodes; i++) {
    files[`n${i}/patroni.yml`] = [
      `# Patroni ${version}, PostgreSQL 16`,
      'scope: main',
      `name: n${i}`,
      `restapi: {listen: '10.0.0.${i}:8008', connect_address: '10.0.0.${i}:8008'}`,
      ...(service ?? ['etcd3:', '  hosts:', ...members.map(k => `    - '${at(k)}:2379'`)]),
      'bootstrap:',
      '  dcs:',
      ...dcs.map(line => `    ${line}`),
      '    postgresql:',
      '      use_pg_rewind: true',
      ...(parameters.length > 0 ? ['      parameters:', ...parameters.map(line => `        ${line}`)] : []),
      `postgresql: {listen: '10.0.0.${i}:5432', connect_address: '10.0.0.${i}:5432'}`,
      ...local,
    ].join('\n');
  }
  return preparedFrom(files, LEASE);
}
