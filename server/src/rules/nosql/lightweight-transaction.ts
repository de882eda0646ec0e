import type { WorkloadQuery } from '../../workload/model.js';
import { useOf } from '../lib/cql/use.js';
import { textOf } from '../lib/edits.js';
import { display } from '../lib/naming.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'lightweight-transaction',
  subject: 'nosql',
  since: '0.2.0',
  on: 'query',
  severity: 'hint',
  engines: ['cql'],
  summary: 'A conditional write (IF) runs Paxos.',
  gains: 'Of two writers one wins and knows it: no name is taken twice, no update is lost.',
  costs:
    'The replicas agree in several rounds (four in Cassandra, fewer with Paxos v2) and read before they write; writers to one partition wait for each other. A timeout leaves it open whether the write happened.',
  fineWhen: 'It is what has to be exact: unique names, states that change once, locks.',
  advice: 'Use it where two writers can meet, and nowhere else; keep such partitions small and cool.',
  sources: [
    {
      title: 'Cassandra: lightweight transactions',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/architecture/guarantees.html#lightweight-transactions-with-linearizable-consistency',
    },
    {
      title: 'ScyllaDB: lightweight transactions',
      url: 'https://docs.scylladb.com/manual/stable/features/lwt.html',
    },
  ],
  bad: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.users (name text PRIMARY KEY, id uuid);\nINSERT INTO s.users (name, id) VALUES (?, ?) IF NOT EXISTS;',
      says: 'agree',
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: "CREATE TABLE s.domains (id uuid PRIMARY KEY, domain frozen<map<text, text>>);\nINSERT INTO s.domains (id, domain) VALUES (32049b68-7872-4094-8e63-d0dd59896a83, {name: 'system'}) IF NOT EXISTS;",
    },
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.users (name text PRIMARY KEY, id uuid);\nINSERT INTO s.users (name, id) VALUES (?, ?);',
    },
  ],
  check(query, context) {
    if (!query.shape.conditional) return;
    const found = useOf(query, context.workload);
    if (!found || isSeed(query, context)) return;
    const writes = context.workload.factsOf(found.table).writesPerSecond?.value ?? query.rate?.value;
    const hot = (query.rate?.value ?? writes ?? 0) >= 1000;
    context.report({
      origin: query.origin,
      severity: hot ? 'info' : 'hint',
      message: `The IF makes the replicas of ${display(found.table, context.catalog)} agree in several rounds before they write${hot ? `, ${Math.round(query.rate?.value ?? writes ?? 0).toLocaleString('en-US')} times a second` : ''}, and writers to one partition wait for each other. Keep it where two writers can meet.`,
    });
  },
});

/** A row of constants that a schema file brings: it is written once, and IF NOT EXISTS lets the file run again. */
function isSeed({ from, shape, origin }: WorkloadQuery, context: RuleContext): boolean {
  if (from !== 'statement' || shape.verb !== 'insert' || context.roleOf(origin) !== 'schema') return false;
  return !/[?]|:\w|[$%@]\w|\b(?:now|uuid|toTimestamp|currentTimestamp)\s*\(/i.test(unquoted(textOf(origin)));
}

function unquoted(text: string): string {
  return text.replace(/'(?:[^']|'')*'/g, "''").replace(/\{[^{}]*\}/g, '{}');
}
