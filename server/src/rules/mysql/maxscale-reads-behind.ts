import { isOlder } from '../../cluster/version.js';
import { maxscale, maxscaleExample, routersBefore } from '../lib/cluster/routers.js';
import { defineRule } from '../rule.js';

const split = (...more: readonly string[]) => ({
  'maxscale.cnf': maxscale(['auto_failover=true'], ['router=readwritesplit', ...more]),
});

export default defineRule({
  id: 'maxscale-reads-behind',
  subject: 'mysql',
  since: '0.6.0',
  on: 'cluster',
  severity: 'info',
  engines: ['maxscale'],
  summary: 'A read after a write goes to a replica that may not have it.',
  gains: 'Reads wait for nothing and leave the primary alone.',
  costs:
    'readwritesplit sends a SELECT to a replica right after the INSERT on the primary. Without causal_reads it does not wait until the replica has it; without max_replication_lag the replica may be behind by any time.',
  fineWhen: 'Programs do not read what they have just written, or can bear old rows.',
  advice:
    'causal_reads=local for reads of the same connection, global for all of the service; max_replication_lag for the age of others.',
  sources: [
    {
      title: 'MaxScale: causal_reads',
      url: 'https://github.com/mariadb-corporation/MaxScale/blob/24.08/Documentation/Routers/ReadWriteSplit.md#causal_reads',
    },
  ],
  bad: [
    maxscaleExample(split(), 'behind by any time'),
    maxscaleExample(split('max_replication_lag=10s'), '10 s'),
    maxscaleExample(
      {
        'maxscale.cnf': `${maxscale(['auto_failover=true'], ['router=readwritesplit'])}\n[admin]\ntype=service\nrouter=cli\n`,
      },
      'Set max_slave_replication_lag',
    ),
  ],
  good: [
    // Of a version without causal_reads.
    maxscaleExample({
      'maxscale.cnf': `${maxscale(['auto_failover=true'], ['router=readwritesplit', 'max_slave_replication_lag=5'])}\n[admin]\ntype=service\nrouter=cli\n`,
    }),
    maxscaleExample(split('causal_reads=local', 'max_replication_lag=10s')),
    maxscaleExample(split('max_slave_connections=0')),
    maxscaleExample({
      'maxscale.cnf': maxscale(['auto_failover=true'], ['router=readconnroute', 'router_options=master']),
    }),
  ],
  check(cluster, context) {
    for (const { settings, origin, targets } of routersBefore(cluster, 'maxscale')) {
      const own = settings.maxscale;
      if (own?.text('router')?.toLowerCase() !== 'readwritesplit' || targets.length < 2) continue;
      if (own.isHidden('causal_reads') || !/^(?:none|false)$/.test(own.text('causal_reads') ?? 'none'))
        continue;
      if (own.number('max_slave_connections') === 0) continue;
      // Servers of second rank get nothing while one of first rank runs.
      if (/^[ \t]*rank[ \t]*=[ \t]*secondary\b/m.test(origin.unit.piece.text)) continue;
      // What a chart keeps beside its templates counts where one of them takes it in, which is not told here.
      if (/\/files\/[^/]+$/.test(origin.unit.uri) && !/\/roles\//.test(origin.unit.uri)) continue;
      // Of MySQL it could not know what a replica has applied.
      if (cluster.system === 'mysql') continue;
      const lag = own.number('max_replication_lag');
      const isOld =
        isOlder(own.version, '2.5') || (own.version === undefined && OLD.test(origin.unit.piece.text));
      // There is nothing more to be set in such a version, and before 2.3 the limit asks for a switch of the monitor as well.
      if (isOld && ((lag !== undefined && lag > 0) || WITHOUT_LAG.test(origin.unit.piece.text))) continue;
      const behind = lag === undefined ? '' : lag > 0 ? ` up to ${lag / 1000} s` : ' by any time';
      context.report({
        origin: (own.given('causal_reads') ?? own.given('router'))?.written.origin ?? origin,
        message: `Reads go to replicas, which may be behind${behind}, and do not wait for what the same connection has written${isOld ? '. Set max_slave_replication_lag, which newer versions call max_replication_lag.' : ': causal_reads is none. Set it to local, or global where other connections must see it too.'}`,
      });
    }
  },
});

/**
 * Words of versions that have no causal_reads, or know it as a switch alone: MaxAdmin (`router=cli`, `protocol=maxscaled`)
 * and `maxinfo` went away with 2.5, names of sections with blanks in them with 2.4, `mysqlmon` is the name of before 2.2.
 * https://mariadb.com/kb/en/mariadb-maxscale-25-mariadb-maxscale-250-release-notes-2020-06-18/
 */
const OLD =
  /^[ \t]*(?:router[ \t]*=[ \t]*(?:cli|debugcli|maxinfo)|protocol[ \t]*=[ \t]*(?:maxscaled|telnetd)|module[ \t]*=[ \t]*mysqlmon)[ \t]*\r?$|^\[[^\]\n]* [^\]\n]*\]/im;
/** The name of the monitor in versions whose limit needs `detect_replication_lag`. */
const WITHOUT_LAG = /^[ \t]*module[ \t]*=[ \t]*mysqlmon\b/im;
