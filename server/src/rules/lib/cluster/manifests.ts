import type { Example } from '../../rule.js';
import { clusterExample } from './example.js';

/** Pages that rules on operators rest on. */
export const OPERATOR_PAGES = {
  replication: {
    title: 'CloudNativePG: replication',
    url: 'https://cloudnative-pg.io/documentation/current/replication/',
  },
  failover: {
    title: 'CloudNativePG: automated failover',
    url: 'https://cloudnative-pg.io/documentation/current/failover/',
  },
  manager: {
    title: 'CloudNativePG: instance manager',
    url: 'https://cloudnative-pg.io/documentation/current/instance_manager/',
  },
  scheduling: {
    title: 'CloudNativePG: scheduling',
    url: 'https://cloudnative-pg.io/documentation/current/scheduling/',
  },
  backup: {
    title: 'CloudNativePG: backup',
    url: 'https://cloudnative-pg.io/documentation/current/backup/',
  },
  webhook: {
    title: 'CloudNativePG: cluster_webhook.go',
    url: 'https://github.com/cloudnative-pg/cloudnative-pg/blob/main/internal/webhook/v1/cluster_webhook.go',
  },
  zalando: {
    title: 'Postgres operator: cluster manifest',
    url: 'https://postgres-operator.readthedocs.io/en/latest/reference/cluster_manifest/',
  },
  crunchy: {
    title: 'Crunchy: how the operator makes the configuration of Patroni',
    url: 'https://github.com/CrunchyData/postgres-operator/blob/main/internal/patroni/config.go',
  },
} as const;

/** A Cluster of CloudNativePG with lines below `spec`, and others below `metadata`. */
export function cnpgExample(spec: string, says?: string, metadata = ''): Example {
  const text = [
    'apiVersion: postgresql.cnpg.io/v1',
    'kind: Cluster',
    'metadata:',
    '  name: shop',
    ...indent(metadata, 2),
    'spec:',
    ...indent(spec, 2),
    '',
  ].join('\n');
  return clusterExample('cloudnativepg', { 'cluster.yaml': text }, says);
}

/** A `postgresql` of the Postgres operator with lines below `spec`. */
export function zalandoExample(spec: string, says?: string): Example {
  const text = [
    'apiVersion: acid.zalan.do/v1',
    'kind: postgresql',
    'metadata:',
    '  name: acid-shop',
    'spec:',
    ...indent(spec, 2),
    '',
  ].join('\n');
  return clusterExample('zalando', { 'postgres.yaml': text }, says);
}

/** A PostgresCluster with two pods and lines below `spec`. */
export function crunchyExample(spec: string, says?: string): Example {
  const text = [
    'apiVersion: postgres-operator.crunchydata.com/v1beta1',
    'kind: PostgresCluster',
    'metadata:',
    '  name: shop',
    'spec:',
    '  postgresVersion: 16',
    '  instances:',
    '    - name: a',
    '      replicas: 2',
    ...indent(spec, 2),
    '',
  ].join('\n');
  return clusterExample('crunchy', { 'postgres.yaml': text }, says);
}

function indent(block: string, by: number): string[] {
  return block === '' ? [] : block.split('\n').map(line => (line === '' ? '' : `${' '.repeat(by)}${line}`));
}
