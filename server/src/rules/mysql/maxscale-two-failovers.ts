import { maxscale, maxscaleExample, routersBefore } from '../lib/cluster/routers.js';
import { defineRule } from '../rule.js';

const two = (...monitor: readonly string[]) => {
  const file = maxscale(['auto_failover=true', ...monitor], ['router=readwritesplit', 'causal_reads=local']);
  return { 'mx1/maxscale.cnf': file, 'mx2/maxscale.cnf': file };
};

export default defineRule({
  id: 'maxscale-two-failovers',
  subject: 'mysql',
  since: '0.6.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['maxscale'],
  summary: 'Two MaxScales fail over the same servers, and neither asks the other.',
  gains: 'Each acts on its own, whatever became of the other.',
  costs:
    'When the primary is lost both promote, perhaps different replicas. When only one of them cannot reach it, it promotes another while clients of the other go on writing to the old one.',
  fineWhen: 'Something outside starts only one of them.',
  advice:
    'cooperative_monitoring_locks=majority_of_all on both: the one with locks on most of the servers acts. Or passive=true on one.',
  sources: [
    {
      title: 'MaxScale: cooperative monitoring',
      url: 'https://github.com/mariadb-corporation/MaxScale/blob/24.08/Documentation/Monitors/MariaDB-Monitor.md#cooperative-monitoring',
    },
  ],
  bad: [maxscaleExample(two(), 'does not ask the other')],
  good: [
    maxscaleExample(two('cooperative_monitoring_locks=majority_of_all')),
    maxscaleExample({ 'mx1/maxscale.cnf': two()['mx1/maxscale.cnf'] }),
    maxscaleExample({
      'mx1/maxscale.cnf': two()['mx1/maxscale.cnf'],
      'mx2/maxscale.cnf': `[maxscale]\npassive=true\n${two()['mx1/maxscale.cnf']}`,
    }),
  ],
  check(cluster, context) {
    const acting = routersBefore(cluster, 'maxscale').filter(({ settings, failover }) => {
      const own = settings.maxscale;
      return (
        failover?.kind === 'automatic' &&
        own?.isHidden('cooperative_monitoring_locks') === false &&
        own.isHidden('passive') === false &&
        own.text('cooperative_monitoring_locks') === 'none'
      );
    });
    const [first] = acting;
    const other = acting.find(({ origin }) => origin.unit.uri !== first?.origin.unit.uri);
    if (first === undefined || other === undefined) return;
    context.report({
      origin: other.failover?.origin ?? other.origin,
      message:
        'Two MaxScales fail over the same servers, and this one does not ask the other: both may promote, and clients of each write to a primary of its own. Set cooperative_monitoring_locks=majority_of_all in both, or passive=true in one.',
      related: [{ origin: first.failover?.origin ?? first.origin, message: 'The other one.' }],
    });
  },
});
