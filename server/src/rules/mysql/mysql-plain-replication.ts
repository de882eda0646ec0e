import type { Cluster } from '../../cluster/model.js';
import type { Origin } from '../../sql/reading.js';
import { clusterExample } from '../lib/cluster/example.js';
import { isForShow } from '../lib/cluster/for-show.js';
import { mysqlNodes } from '../lib/cluster/mysql.js';
import { replicated } from '../lib/cluster/mysql-example.js';
import { isNotStarted, isOnOneMachine } from '../lib/cluster/one-machine.js';
import { isTrialFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mysql-plain-replication',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysql', 'mariadb'],
  summary: 'The password of replication stands in a script, or the connection has no TLS.',
  gains: 'One script makes a replica.',
  costs:
    'Who can read the script can read every change of every table. Without TLS so can who sits on the line, and the server keeps the password in clear text as well.',
  fineWhen: 'A test, or a network that nobody else reaches.',
  advice:
    'Give the password to START REPLICA, or fill it in by a variable; require TLS of the account (REQUIRE SSL) and set SOURCE_SSL=1.',
  sources: [
    {
      title: 'MySQL: setting up replication to use encrypted connections',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-encrypted-connections.html',
    },
    {
      title: 'MariaDB: replication with secure connections',
      url: 'https://mariadb.com/kb/en/replication-with-secure-connections/',
    },
  ],
  bad: [
    clusterExample(
      'mysql',
      {
        'my.cnf': '[mysqld]\nserver_id=2\nlog_bin=binlog\n',
        'entrypoint.sh':
          "#!/bin/bash\nmysql -e \"CHANGE MASTER TO MASTER_USER='repl', MASTER_PASSWORD='s3cret' FOR CHANNEL 'group_replication_recovery';\"\n",
      },
      'every change of every table. Fill it in',
    ),
    replicated(['log_bin=binlog'], ['super_read_only=1'], 'password', {
      change:
        "CHANGE REPLICATION SOURCE TO SOURCE_HOST='source', SOURCE_USER='repl', SOURCE_PASSWORD='s3cret', SOURCE_SSL=1;",
    }),
    replicated(['log_bin=binlog'], ['read_only=1'], 'in the clear', {
      system: 'mariadb',
      change: "CHANGE MASTER TO MASTER_HOST='source', MASTER_USER='repl', MASTER_PASSWORD='s3cret';",
    }),
  ],
  good: [
    replicated(['log_bin=binlog'], ['super_read_only=1'], undefined, {
      change:
        "CHANGE REPLICATION SOURCE TO SOURCE_HOST='127.0.0.1', SOURCE_USER='repl', SOURCE_PASSWORD='s3cret';",
    }),
    clusterExample('mysql', {
      'my.cnf': '[mysqld]\nserver_id=2\n',
      'init.sh':
        "# mysql -e \"CHANGE MASTER TO MASTER_HOST='db1', MASTER_USER='repl', MASTER_PASSWORD='s3cret'\"\n",
    }),
    replicated(['log_bin=binlog'], ['super_read_only=1'], undefined, {
      change:
        "CHANGE REPLICATION SOURCE TO SOURCE_HOST='source', SOURCE_USER='repl', SOURCE_PASSWORD='${REPL}', SOURCE_SSL=1;",
    }),
  ],
  check(cluster, context) {
    if (isNotStarted(cluster, context.clusters)) return;
    const said = new Set<string>();
    for (const { mysqld } of mysqlNodes(cluster)) {
      for (const password of mysqld.written) {
        if (
          password.key !== 'change.source_password' ||
          typeof password.raw !== 'string' ||
          password.raw === ''
        )
          continue;
        // Somebody else's word will stand there.
        if (isForShow(password.raw)) continue;
        if (isTrialFile(password.origin, context.clusters) || said.has(password.origin.unit.uri)) continue;
        // Commands within containers of this machine.
        if (DOCKER.test(password.origin.unit.piece.text)) continue;
        said.add(password.origin.unit.uri);
        const ssl = mysqld.written.find(
          ({ key, origin }) => key === 'change.source_ssl' && origin.unit === password.origin.unit,
        );
        // On one machine: a sandbox.
        const host = mysqld.written.find(
          ({ key, origin }) => key === 'change.source_host' && origin.unit === password.origin.unit,
        );
        if (/^(?:localhost|127\.|::1)/.test(String(host?.raw ?? ''))) continue;
        // Within one composition nobody else is on the line, and the accounts beside it stand there as openly.
        if (
          (isOnOneMachine(cluster, context.clusters) && isOwnHost(cluster, String(host?.raw ?? ''))) ||
          isInside([cluster, ...context.clusters], String(host?.raw ?? ''))
        )
          continue;
        // Older servers and MariaDB have other words for it, and no START REPLICA that takes a password.
        const line = lineOf(password.origin);
        const isNew = !/MASTER_/i.test(line);
        // The channel of recovery has its own switch for TLS, and takes no other word than user and password.
        const plain = !isRecovery(password.origin) && (ssl === undefined || String(ssl.raw) === '0');
        context.report({
          origin: password.origin,
          message: `The password of replication stands in this script: who reads it can fetch every change of every table${plain ? `, and without ${isNew ? 'SOURCE' : 'MASTER'}_SSL the changes pass the network in the clear` : ''}. ${isNew ? 'Give it to START REPLICA, or fill it in from outside' : 'Fill it in from outside'}.`,
        });
      }
    }
  },
});

const DOCKER = /\b(?:docker|podman)(?:[- ]compose)?[ \t]+(?:exec|inspect)\b/;

/** True for a name without a domain, or an address that the composition gives one of its services. */
function isOwnHost({ members }: Cluster, host: string): boolean {
  return (
    !host.includes('.') || members.some(({ addresses, configured }) => configured && addresses.includes(host))
  );
}

/** True where the source is a service of a composition that servers are started by: its network is their own. */
function isInside(clusters: readonly Cluster[], host: string): boolean {
  return (
    /^[\w-]+$/.test(host) &&
    clusters.some(
      ({ sources, members }, i) =>
        sources.some(uri => /\bcompose[^/]*\.ya?ml$/i.test(uri)) &&
        (i === 0 || members.some(({ id, addresses }) => id === host || addresses.includes(host))),
    )
  );
}

/** True for the channel by which a member of a group gets what it missed. */
function isRecovery({ unit, span }: Origin): boolean {
  const [rest = ''] = unit.piece.text.slice(span.end, span.end + 400).split(';');
  return /FOR\s+CHANNEL\s+['"\\]*group_replication_recovery/i.test(rest);
}

/** The statement around a place, as far as its lines go. */
function lineOf({ unit, span }: Origin): string {
  return unit.piece.text.slice(Math.max(0, span.start - 200), span.start);
}
