import type { Cluster, Member } from '../../cluster/model.js';
import { listed, tablesOf } from '../lib/cluster/crossing.js';
import { ringWith } from '../lib/cluster/crossing-examples.js';
import { clusterExample } from '../lib/cluster/example.js';
import { writersOfRing } from '../lib/cluster/two-writers.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

const SCHEMA = '-- dialect: mysql\nCREATE TABLE orders (id bigint AUTO_INCREMENT PRIMARY KEY, total int);\n';

export default defineRule({
  id: 'auto-increment-collides',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
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
    const held = tablesOf(cluster, context, each => collision(each) !== undefined);
    const pair = collision(cluster);
    const counted = held.filter(({ table }) => table.columns.some(({ identity }) => identity === 'auto'));
    const first = counted[0];
    if (pair === undefined || first === undefined) return;
    context.report({
      origin: first.table.nameOrigin,
      message: `${listed(counted.map(({ table, catalog }) => display(table, catalog)))}: ${pair[0].id} and ${pair[1].id} replicate from each other and number rows alike, so two inserts at a time get the same key and replication stops (error 1062). Set auto_increment_increment and offsets, or one writer.`,
      related: pair.map(({ id, origin }) => ({ origin, message: `${id} takes writes.` })),
    });
  },
});

/** Two servers that take writes, replicate from each other, and number alike. */
function collision(cluster: Cluster): readonly [Member, Member] | undefined {
  const pair = writersOfRing(cluster);
  if (pair === undefined) return undefined;
  const of = ({ settings }: Member, name: string) => {
    const own = settings.mysql ?? settings.mariadb;
    return own === undefined || own.isHidden(name) ? undefined : own.number(name);
  };
  const [a, b] = pair;
  const steps = [of(a, 'auto_increment_increment'), of(b, 'auto_increment_increment')];
  const offsets = [of(a, 'auto_increment_offset'), of(b, 'auto_increment_offset')];
  if ([...steps, ...offsets].includes(undefined)) return undefined;
  const apart = steps[0] === steps[1] && steps[0]! > 1 && (offsets[0]! - offsets[1]!) % steps[0]! !== 0;
  return apart ? undefined : pair;
}
