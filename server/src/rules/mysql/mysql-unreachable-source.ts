import { isBinlogReplication, isOptionFile, mysqlNodes } from '../lib/cluster/mysql.js';
import { replicated } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mysql-unreachable-source',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysql', 'mariadb'],
  summary: 'A source listens where no replica on another machine reaches it.',
  gains: 'Nobody from outside reaches it.',
  costs: 'Replicas of other machines cannot connect, so nothing is replicated.',
  fineWhen: 'A tunnel or proxy on the same machine carries the connection.',
  advice: 'Listen at the address that replicas use, and let a firewall and TLS keep others out.',
  sources: [
    {
      title: 'MySQL: bind_address',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_bind_address',
    },
    {
      title: 'MariaDB: setting up replication',
      url: 'https://mariadb.com/kb/en/setting-up-replication/',
    },
  ],
  bad: [
    replicated(['log_bin=binlog', 'bind-address = 127.0.0.1'], ['super_read_only=1'], '127.0.0.1'),
    replicated(['log_bin=binlog', 'skip-networking'], ['read_only=1'], 'no port', { system: 'mariadb' }),
  ],
  good: [replicated(['log_bin=binlog', 'bind-address = 0.0.0.0'], ['super_read_only=1'])],
  check(cluster, context) {
    if (!isBinlogReplication(cluster)) return;
    for (const { mysqld, member } of mysqlNodes(cluster)) {
      const link = cluster.links.find(({ from, kind }) => from === member.id && kind !== 'peer');
      if (link === undefined) continue;
      const host = mysqld.raw('change.source_host');
      if (host !== undefined && /^(?:localhost|127\.)/.test(String(host.raw))) continue;
      const skip = mysqld.given('skip_networking');
      const bind = mysqld.given('bind_address');
      if (skip?.value === true && isOptionFile(skip.written.keyOrigin)) {
        context.report({
          origin: skip.written.origin,
          message: `skip_networking: ${member.id} listens at no port, so ${link.to} cannot connect and gets nothing. Take it out, and require TLS instead.`,
        });
      } else if (typeof bind?.value === 'string' && /^(?:127\.[\d.]+|localhost|::1)$/.test(bind.value)) {
        const target = member.addresses.some(address => /^(?:127\.|localhost)/.test(address));
        if (target) continue;
        context.report({
          origin: bind.written.origin,
          message: `${member.id} listens at ${bind.value} alone: ${link.to} cannot connect from another machine and gets nothing. Listen at the address by which replicas reach it.`,
        });
      }
    }
  },
});
