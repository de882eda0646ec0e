import { isAtLeast } from '../../cluster/version.js';
import { clusterExample } from '../lib/cluster/example.js';
import { givenOf } from '../lib/cluster/galera.js';
import { isOptionFile, withoutLine } from '../lib/cluster/mysql.js';
import { galeraNode } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

const of = (version: string, line: string) =>
  clusterExample('galera', { 'db/my.cnf': `# MariaDB ${version}\n${galeraNode(1, 3, line)}` });

const OFF = 'Leave it out: off is the default.';

export default defineRule({
  id: 'galera-causal-reads',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['galera'],
  summary: 'wsrep_causal_reads is the old name for wsrep_sync_wait=1; MariaDB 11.3 does not know it.',
  gains: 'None.',
  costs: 'MariaDB 11.3 and later refuse to start with it. Older ones warn.',
  fineWhen: 'A server that is too old for wsrep_sync_wait.',
  advice: 'Write `wsrep_sync_wait=1` instead, or leave it out where it is off.',
  sources: [
    {
      title: 'Galera Cluster: wsrep_causal_reads',
      url: 'https://galeracluster.com/library/documentation/mysql-wsrep-options.html#wsrep-causal-reads',
    },
    {
      title: 'MariaDB: wsrep_causal_reads',
      url: 'https://mariadb.com/kb/en/galera-cluster-system-variables/#wsrep_causal_reads',
    },
  ],
  bad: [
    { ...of('10.11.6', 'wsrep_causal_reads=ON'), says: 'wsrep_sync_wait=1' },
    { ...of('11.4.2', 'wsrep_causal_reads=ON'), says: 'does not start' },
    { ...of('10.11.6', 'wsrep_causal_reads=0'), says: 'Leave it out' },
  ],
  good: [
    of('11.4.2', 'wsrep_sync_wait=1'),
    clusterExample('galera', {
      'db/my.cnf': `# MariaDB\n${galeraNode(1, 3, 'wsrep_causal_reads=0')}`,
    }),
    clusterExample('galera', { 'db/my.cnf': `# MySQL 5.7\n${galeraNode(1, 3, 'wsrep_causal_reads=0')}` }),
  ],
  check(cluster, context) {
    const said = new Set<string>();
    for (const { member, setting } of givenOf(cluster, 'wsrep_causal_reads')) {
      const gone =
        member.settings.mariadb !== undefined &&
        member.version !== undefined &&
        isAtLeast(member.version, '11.3.0');
      const { written } = setting;
      const on = setting.effective === true;
      const isMariadb = member.settings.mariadb !== undefined;
      // Off is the default everywhere: only a MariaDB that is on its way to the version that refuses it makes it worth a word.
      if (!on && (!isMariadb || member.version === undefined)) continue;
      // Copies of one file are one matter.
      const kind = `${gone} ${on}`;
      if (said.has(kind)) continue;
      said.add(kind);
      context.report({
        origin: written.keyOrigin,
        ...(gone ? { severity: 'error' as const } : { tag: 'deprecated' as const }),
        message: gone
          ? `MariaDB 11.3 removed wsrep_causal_reads: the server does not start with it. ${on ? 'Write wsrep_sync_wait=1.' : OFF}`
          : `wsrep_causal_reads is deprecated${isMariadb ? ', and MariaDB 11.3 does not start with it' : ''}. ${on ? 'wsrep_sync_wait=1 does the same.' : OFF}`,
        ...(isOptionFile(written.keyOrigin)
          ? {
              fixes: [
                on
                  ? {
                      title: 'Write wsrep_sync_wait=1',
                      edits: [
                        { origin: written.keyOrigin, newText: 'wsrep_sync_wait' },
                        ...(written.origin.span.start === written.keyOrigin.span.start
                          ? []
                          : [{ origin: written.origin, newText: '1' }]),
                      ],
                      // Servers of before 2014 know the old name alone.
                      safe: member.version !== undefined,
                    }
                  : withoutLine(written, true),
              ],
            }
          : {}),
      });
    }
  },
});
