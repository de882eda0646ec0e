import { printDuration } from '../../cluster/print.js';
import { proxysql, routersBefore } from '../lib/cluster/routers.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'proxysql-cached-reads',
  subject: 'mysql',
  since: '0.8.0',
  on: 'cluster',
  severity: 'info',
  engines: ['proxysql'],
  summary: 'ProxySQL answers reads from its own cache, whatever was written since.',
  gains: 'A query that many ask is run once in a while.',
  costs:
    'An answer is given again until its time is over: no write takes it out, not even one of the same session through the same ProxySQL. Each ProxySQL has a cache of its own, so two of them answer differently.',
  fineWhen: 'The rule matches queries alone whose answers may be that old.',
  advice:
    'Give cache_ttl to rules that match single queries by their digest, and keep it out of a rule for all reads.',
  sources: [
    { title: 'ProxySQL: query cache', url: 'https://proxysql.com/documentation/query-cache/' },
    { title: 'ProxySQL: mysql_query_rules', url: 'https://proxysql.com/documentation/main-runtime/' },
  ],
  bad: [
    proxysql(
      { lag: 5, rules: ['match_digest="^SELECT", destination_hostgroup=20, cache_ttl=60000'] },
      '60 s',
    ),
  ],
  good: [
    proxysql({ lag: 5 }),
    proxysql({ lag: 5, rules: ['match_digest="^SELECT", destination_hostgroup=20, cache_ttl=0'] }),
    proxysql({
      lag: 5,
      rules: ['digest="0x1A2B3C", destination_hostgroup=20, cache_ttl=60000'],
    }),
  ],
  check(cluster, context) {
    const seen = new Set<number>();
    for (const { settings } of routersBefore(cluster, 'proxysql')) {
      for (const { key, raw, origin } of settings.proxysql?.written ?? []) {
        const ms = Number(raw);
        if (key !== 'mysql_query_rules.cache_ttl' || !(ms > 0) || seen.has(origin.span.start)) continue;
        seen.add(origin.span.start);
        // One query, told by its digest, was chosen by somebody.
        if (!takesAllReads(origin.unit.piece.text, origin.span.start)) continue;
        context.report({
          origin,
          message: `What this rule matches is answered from a cache for ${printDuration(ms)}: a read misses what was written since, also in the session that wrote it. Keep cache_ttl to single queries that may be that old.`,
        });
      }
    }
  },
});

/** The row around the place matches every SELECT. */
function takesAllReads(text: string, at: number): boolean {
  const from = text.lastIndexOf('{', at);
  const end = text.indexOf('}', at);
  return /match_(?:digest|pattern)\s*=\s*"\^?\s*(?:\(\?i\))?select(?:\s|\\\\?s|[.*+^$])*"/i.test(
    text.slice(from, end === -1 ? undefined : end),
  );
}
