import type { Written } from '../../cluster/settings.js';
import { isAtLeast } from '../../cluster/version.js';
import { clusterExample } from '../lib/cluster/example.js';
import { mysqlNodes, renamedTo, textOf, withoutLine } from '../lib/cluster/mysql.js';
import { defineRule } from '../rule.js';

const file = (system: 'mysql' | 'mariadb', head: string, ...lines: readonly string[]) =>
  clusterExample(system, {
    'db/my.cnf': [`# ${head}`, '[mysqld]', 'server_id=1', 'log_bin=binlog', ...lines, ''].join('\n'),
  });

export default defineRule({
  id: 'mysql-semisync-names',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysql', 'mariadb'],
  summary:
    'Variables of semi-synchronous replication that belong to another plugin or server than the one used here.',
  gains: 'None.',
  costs:
    'MySQL has two pairs of plugins, with master/slave and with source/replica in their names, which cannot be installed together: the variables of the one do not exist with the other, and unknown ones stop the start. MariaDB has it built in since 10.3, under the old names.',
  fineWhen: 'Names with `loose_` in front of files that several versions share.',
  advice:
    'Use source and replica throughout with MySQL 8.0.26 and later; master and slave, without a plugin, with MariaDB.',
  sources: [
    {
      title: 'MySQL: installing semisynchronous replication',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-semisync-installation.html',
    },
    {
      title: 'MariaDB: semisynchronous replication',
      url: 'https://mariadb.com/kb/en/semisynchronous-replication/',
    },
  ],
  bad: [
    {
      ...file(
        'mysql',
        'MySQL 8.0.36',
        'plugin_load_add=semisync_source.so',
        'rpl_semi_sync_source_enabled=1',
        'rpl_semi_sync_master_timeout=5000',
      ),
      says: 'rpl_semi_sync_source_timeout',
    },
    {
      ...file('mariadb', 'MariaDB 10.11.6', 'rpl_semi_sync_source_enabled=1'),
      says: 'rpl_semi_sync_master_enabled',
    },
    { ...file('mariadb', 'MariaDB 10.11.6', 'plugin_load_add=semisync_master.so'), says: 'built in' },
  ],
  good: [
    file(
      'mysql',
      'MySQL 8.0.36',
      'plugin_load_add=semisync_source.so',
      'rpl_semi_sync_source_enabled=1',
      'rpl_semi_sync_source_timeout=5000',
    ),
    file('mariadb', 'MariaDB 10.11.6', 'rpl_semi_sync_master_enabled=1'),
  ],
  check(cluster, context) {
    for (const { mysqld, flavour, version } of mysqlNodes(cluster)) {
      const own = mysqld.written.filter(
        ({ key, keyOrigin }) => key.startsWith('rpl_semi_sync_') && !/^loose/i.test(textOf(keyOrigin)),
      );
      const plugins = mysqld.written.filter(({ key }) => key === 'plugin_load' || key === 'plugin_load_add');
      const loads = plugins.map(({ raw }) => String(raw ?? '')).join(';');
      const now = own.filter(({ key }) => /_(?:source|replica)_|_for_replica_|_no_replica/.test(key));
      const before = own.filter(({ key }) => /_(?:master|slave)_|_no_slave/.test(key));
      if (flavour === 'mariadb') {
        for (const written of now) {
          const name = inOldWords(written.key);
          context.report({
            origin: written.keyOrigin,
            message: `MariaDB knows no ${written.key}: it is refused, or passed over with a warning, and semi-synchronous replication stays as it was. There it is ${name}.`,
            ...(/count/.test(written.key) ? {} : { fixes: [renamedTo(written, spelled(written, name))] }),
          });
        }
        const plugin = plugins.find(({ raw }) => /semisync_/.test(String(raw ?? '')));
        if (plugin !== undefined && version !== undefined && isAtLeast(version, '10.3.3')) {
          context.report({
            origin: plugin.origin,
            message:
              'Semi-synchronous replication is built in since MariaDB 10.3.3: there is no plugin to load any more. Take the line out.',
            fixes: /^[\w.=]+$/.test(String(plugin.raw)) ? [withoutLine(plugin)] : [],
          });
        }
        continue;
      }
      // What is loaded says which variables exist; without it, the names that are used more often.
      const usesNow = /semisync_(?:source|replica)|rpl_semi_sync_(?:source|replica)/.test(loads);
      const usesBefore = /semisync_(?:master|slave)|rpl_semi_sync_(?:master|slave)/.test(loads);
      if (usesNow === usesBefore && (now.length === 0 || before.length === 0)) continue;
      const wrong = usesNow || (!usesBefore && now.length >= before.length) ? before : now;
      for (const written of wrong) {
        const name = wrong === before ? inNewWords(written.key) : inOldWords(written.key);
        context.report({
          origin: written.keyOrigin,
          severity: 'error',
          message: `${written.key} belongs to the other pair of plugins than ${usesNow || usesBefore ? 'the one that is loaded' : 'the other variables here'}: only one pair can be installed, and a variable of the other stops the start. Write ${name}.`,
          // By what is loaded it is sure; by what the other lines say it is not.
          fixes: [renamedTo(written, spelled(written, name), usesNow !== usesBefore)],
        });
      }
    }
  },
});

function inNewWords(name: string): string {
  return name
    .replace('rpl_semi_sync_master_', 'rpl_semi_sync_source_')
    .replace('rpl_semi_sync_slave_', 'rpl_semi_sync_replica_')
    .replace('wait_for_slave_count', 'wait_for_replica_count')
    .replace('wait_no_slave', 'wait_no_replica');
}

function inOldWords(name: string): string {
  return name
    .replace('wait_for_replica_count', 'wait_for_slave_count')
    .replace('wait_no_replica', 'wait_no_slave')
    .replace('rpl_semi_sync_source_', 'rpl_semi_sync_master_')
    .replace('rpl_semi_sync_replica_', 'rpl_semi_sync_slave_');
}

/** A name as the file writes names: with `-` or `_`. */
function spelled({ keyOrigin }: Written, name: string): string {
  return textOf(keyOrigin).includes('-') ? name.replace(/_/g, '-') : name;
}
