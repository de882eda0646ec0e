import type { Written } from '../../cluster/settings.js';
import { clusterExample } from '../lib/cluster/example.js';
import { mysqlNodes } from '../lib/cluster/mysql.js';
import { galeraNode } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

const of = (lines: string) => clusterExample('galera', { 'db/my.cnf': galeraNode(1, 3, lines) });

export default defineRule({
  id: 'galera-options-overwritten',
  subject: 'galera',
  since: '0.6.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['galera'],
  summary: 'wsrep_provider_options stands on several lines, of which the last alone counts.',
  gains: 'None: the lines before it say nothing.',
  costs:
    'Each line gives the variable a value of its own, and of an option that stands several times the server takes the last. What the others set, such as certificates and timeouts, goes back to its default, and nobody is told.',
  fineWhen: 'Never.',
  advice: 'Write one line with all options, parted by semicolons.',
  sources: [
    {
      title: 'MySQL: using option files',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/option-files.html',
    },
    {
      title: 'Galera Cluster: parameters of the provider',
      url: 'https://galeracluster.com/library/documentation/galera-parameters.html',
    },
  ],
  bad: [
    {
      ...of('wsrep_provider_options="gcache.size=1G"\nwsrep_provider_options="evs.suspect_timeout=PT10S"'),
      says: 'gcache.size',
    },
  ],
  good: [of('wsrep_provider_options="gcache.size=1G;evs.suspect_timeout=PT10S"')],
  check(cluster, context) {
    const said = new Set<string>();
    for (const { mysqld, galera } of mysqlNodes(cluster)) {
      const files = new Map<string, Written[]>();
      for (const written of (galera ?? mysqld).written) {
        if (written.key !== 'wsrep_provider_options' || typeof written.raw !== 'string') continue;
        const { uri } = written.keyOrigin.unit;
        files.set(uri, [...(files.get(uri) ?? []), written]);
      }
      for (const [uri, lines] of files) {
        if (lines.length < 2 || said.has(uri)) continue;
        said.add(uri);
        const last = namesIn(lines.at(-1)!);
        const lost = [...new Set(lines.slice(0, -1).flatMap(namesIn))].filter(name => !last.includes(name));
        if (lost.length === 0) continue;
        const more = lost.length > 3 ? ` and ${lost.length - 3} more` : '';
        context.report({
          origin: lines[0]!.keyOrigin,
          message: `wsrep_provider_options stands ${lines.length} times here, and the last line alone counts: ${lost.slice(0, 3).join(', ')}${more} ${lost.length === 1 ? 'is' : 'are'} not set. Write all options on one line, parted by semicolons.`,
        });
      }
    }
  },
});

function namesIn({ raw }: Written): string[] {
  return String(raw)
    .split(';')
    .map(part => part.split('=')[0]!.trim())
    .filter(name => name !== '');
}
