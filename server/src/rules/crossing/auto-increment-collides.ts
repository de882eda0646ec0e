import { listed } from '../lib/cluster/crossing.js';
import { ringWith } from '../lib/cluster/crossing-examples.js';
import { clusterExample } from '../lib/cluster/example.js';
import { countedTables, numbersCollide } from '../lib/cluster/numbering.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

const SCHEMA = '-- dialect: mysql\nCREATE TABLE orders (id bigint AUTO_INCREMENT PRIMARY KEY, total int);\n';

export default defineRule({
  id: 'auto-increment-collides',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysql'],
  summary:
    'Tables with AUTO_INCREMENT are written on two servers that replicate from each other and give the same numbers.',
  gains: 'Numbers without gaps.',
  costs:
    'Both servers hand out the next number by themselves. Two inserts at a time get the same one, replication stops on both with error 1062, and one of the two rows has to go.',
  fineWhen: 'Only one of the servers takes writes at any time.',
  advice:
    'Set `auto_increment_increment` to the number of servers and another `auto_increment_offset` on each, or make one of them `super_read_only`.',
  sources: [
    {
      title: 'MySQL: auto_increment_increment',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-options-source.html#sysvar_auto_increment_increment',
    },
  ],
  bad: [clusterExample('mysql', { ...ringWith(), 'schema.sql': SCHEMA }, '1062')],
  good: [
    clusterExample('mysql', {
      ...ringWith(i => `auto_increment_increment=2\nauto_increment_offset=${i}\n`),
      'schema.sql': SCHEMA,
    }),
    clusterExample('mysql', {
      ...ringWith(i => (i === 2 ? 'super_read_only=ON\n' : '')),
      'schema.sql': SCHEMA,
    }),
  ],
  check(cluster, context) {
    const counted = countedTables(cluster, context);
    const found = numbersCollide(cluster);
    if (found === undefined || counted.length === 0) return;
    const { kind, names, step, offset, writers } = found;
    context.report({
      origin: found.origin,
      message: `${names} follow each other and ${writers === 2 ? 'both' : 'all'} take writes, with ${kind === 'step' ? `a step of ${step}` : `the same auto_increment_offset ${offset}`}: two inserts at a time into ${listed(counted.map(({ table, catalog }) => display(table, catalog)))} get the same key, and replication stops (error 1062). Set auto_increment_increment=${writers} and offsets from 1 to ${writers}, or read_only on all but one.`,
      related: counted
        .slice(0, 3)
        .map(({ table }) => ({ origin: table.nameOrigin, message: `${table.name} is numbered.` })),
    });
  },
});
