import { readConninfo } from '../../cluster/systems/postgres/conninfo.js';
import { clusterExample } from '../lib/cluster/example.js';
import { isSelfManaged, postgresExample, primaryOf, standbysOf, valueEdit } from '../lib/cluster/postgres.js';
import { serverName } from '../lib/cluster/server-names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-primary-unreachable',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'The primary listens where its standbys cannot reach it.',
  gains: 'Nobody from outside can connect.',
  costs:
    'listen_addresses is only the machine itself: standbys elsewhere do not connect, and where they are synchronous commits wait without end.',
  fineWhen: 'A tunnel leads there.',
  advice: 'Listen at the address of the replication network, or at *.',
  sources: [
    {
      title: 'listen_addresses',
      url: 'https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-LISTEN-ADDRESSES',
    },
  ],
  bad: [postgresExample("listen_addresses = 'localhost'", [''], 'does not reach')],
  good: [
    postgresExample("listen_addresses = '*'", ['']),
    postgresExample("listen_addresses = 'localhost'", ["primary_conninfo = 'host=127.0.0.1 port=5433'"]),
    clusterExample('postgres', { 'postgresql.conf': "listen_addresses = 'localhost'\n" }),
  ],
  check(cluster, context) {
    if (!isSelfManaged(cluster)) return;
    const primary = primaryOf(cluster);
    const setting = primary?.settings.postgres?.given('listen_addresses');
    if (primary === undefined || setting === undefined || setting.written.raw === undefined) return;
    const listens = primary.settings.postgres!.list('listen_addresses');
    if (listens.length === 0 || !listens.every(address => /^(?:localhost|127\.|::1$)/.test(address.trim())))
      return;
    const standby = standbysOf(cluster).find(member => {
      const hosts = readConninfo(member.settings.postgres?.text('primary_conninfo') ?? '')?.hosts ?? [];
      const link = cluster.links.find(({ to }) => to === member.id);
      return (
        link?.from === primary.id &&
        hosts.length > 0 &&
        hosts.every(({ host }) => !/^(?:localhost$|127\.|::1$)/.test(host))
      );
    });
    if (standby === undefined) return;
    context.report({
      origin: setting.written.origin,
      message: `${serverName(standby, 'the standby', 'beginning')} does not reach ${serverName(primary, 'the primary')}, which listens on its own machine only. Listen at the address of the replication network, or at *.`,
      fixes: [{ title: 'Listen everywhere', edits: [valueEdit(setting.written.origin, '*')], safe: false }],
    });
  },
});
