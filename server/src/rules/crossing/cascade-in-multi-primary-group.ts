import { listed, tablesOf } from '../lib/cluster/crossing.js';
import { groupWith } from '../lib/cluster/crossing-examples.js';
import { clusterExample } from '../lib/cluster/example.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

const SCHEMA =
  '-- dialect: mysql\nCREATE TABLE customers (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, customer bigint, FOREIGN KEY (customer) REFERENCES customers (id) ON DELETE CASCADE);\n';
const SEVERAL = 'group_replication_single_primary_mode=OFF\n';

export default defineRule({
  id: 'cascade-in-multi-primary-group',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['group-replication'],
  summary: 'A foreign key with a cascade is held by a group in which every member takes writes.',
  gains: 'Rows that depend on another go with it, without a statement of their own.',
  costs:
    'Group Replication does not see all rows that a cascade touches when it looks for conflicts: two members may each change them, and their copies go apart without an error. With `group_replication_enforce_update_everywhere_checks` it refuses writes to such tables instead.',
  fineWhen: 'All writes go to one member at a time.',
  advice:
    'Run the group with one primary, or leave the cascade to the program. With several primaries, switch the checks on.',
  sources: [
    {
      title: 'MySQL: limitations of Group Replication, foreign keys with cascading constraints',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-limitations.html',
    },
  ],
  bad: [clusterExample('group-replication', { ...groupWith(SEVERAL), 'schema.sql': SCHEMA }, 'cascade')],
  good: [
    clusterExample('group-replication', { ...groupWith(), 'schema.sql': SCHEMA }),
    clusterExample('group-replication', {
      ...groupWith(SEVERAL),
      'schema.sql': SCHEMA.replace(' ON DELETE CASCADE', ''),
    }),
  ],
  check(cluster, context) {
    const several = ({ settings }: typeof cluster) =>
      settings['group-replication']?.flag('group_replication_single_primary_mode') === false;
    const group = cluster.settings['group-replication'];
    const checked = group?.flag('group_replication_enforce_update_everywhere_checks') === true;
    const found = tablesOf(cluster, context, several).flatMap(({ table, catalog }) =>
      table.foreignKeys.flatMap(key => {
        const action = CASCADES.has(key.onDelete)
          ? 'ON DELETE'
          : CASCADES.has(key.onUpdate)
            ? 'ON UPDATE'
            : undefined;
        if (action === undefined || key.inherited) return [];
        return [{ name: display(table, catalog), action, origin: key.origins[0] ?? table.nameOrigin }];
      }),
    );
    const mode = group?.given('group_replication_single_primary_mode')?.written.origin;
    const related =
      mode === undefined ? {} : { related: [{ origin: mode, message: 'Every member takes writes.' }] };
    const consequence = checked
      ? 'with the update-everywhere checks writes to it are refused. Leave the cascade to the program.'
      : 'conflicts over rows that the cascade touches go unseen, and copies drift apart. Use one primary, or no cascade.';
    const [first] = found;
    if (first !== undefined && found.length > MANY) {
      context.report({
        origin: first.origin,
        message: `${listed([...new Set(found.map(({ name }) => name))])} have ${found.length} foreign keys with cascades, and every member of the group takes writes: ${consequence}`,
        ...related,
      });
      return;
    }
    for (const { name, action, origin } of found) {
      context.report({
        origin,
        message: `${name} has a foreign key with a cascade (${action}), and every member of the group takes writes: ${consequence}`,
        ...related,
      });
    }
  },
});

/** More keys than are told of one by one. */
const MANY = 5;

const CASCADES: ReadonlySet<string> = new Set(['cascade', 'set null', 'set default']);
