import type { Settings, Written } from '../../cluster/settings.js';
import { listed } from '../lib/cluster/crossing.js';
import { clusterExample } from '../lib/cluster/example.js';
import { mysqlNodes, setTo } from '../lib/cluster/mysql.js';
import { groupExample } from '../lib/cluster/mysql-example.js';
import { sentence } from '../lib/cluster/names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'group-not-on-boot',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['group-replication'],
  summary: 'A member stays outside of the group after a restart.',
  gains: 'Somebody looks at it before it takes part again.',
  costs:
    'The group has one member less until then, and the next loss may cost the majority. Outside of the group the server is no secondary: unless super_read_only is set it takes writes.',
  fineWhen: 'While the group is set up, or where a tool (MySQL Shell, an operator) starts it.',
  advice: 'Set it to ON once the group runs.',
  sources: [
    {
      title: 'MySQL: group_replication_start_on_boot',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-system-variables.html#sysvar_group_replication_start_on_boot',
    },
  ],
  bad: [groupExample(1, ['group_replication_start_on_boot=OFF'], 'after a restart')],
  good: [
    groupExample(3, ['group_replication_start_on_boot=ON']),
    clusterExample(
      'mysql',
      Object.fromEntries(
        ['OFF', 'ON'].map((on, i) => [
          `node-${i === 0 ? 'setup' : 'final'}.cnf`,
          `[mysqld]\nserver_id=<ID>\ngroup_replication_group_name="<GROUP>"\ngroup_replication_local_address="node-<ID>:33061"\ngroup_replication_group_seeds="node-1:33061,node-2:33061,node-3:33061"\ngroup_replication_start_on_boot=${on}\n`,
        ]),
      ),
    ),
  ],
  check(cluster, context) {
    const said = new Set<string>();
    const byFile = new Map<
      string,
      { readonly name: string; readonly open: boolean; readonly written: Written }[]
    >();
    const nodes = mysqlNodes(cluster);
    for (const { group, mysqld, name } of nodes) {
      const setting = group?.given('group_replication_start_on_boot');
      if (setting?.value !== false) continue;
      const { unit, span } = setting.written.origin;
      const place = `${unit.uri}#${span.start}`;
      if (said.has(place)) continue;
      said.add(place);
      // A template for the first start of a node, beside the one that it keeps.
      const address = addressOf(group);
      if (
        address !== undefined &&
        context.clusters
          .flatMap(mysqlNodes)
          .some(
            ({ group: other }) =>
              addressOf(other) === address && other?.flag('group_replication_start_on_boot') === true,
          )
      )
        continue;
      const open = mysqld.flag('super_read_only') !== true;
      byFile.set(unit.uri, [...(byFile.get(unit.uri) ?? []), { name, open, written: setting.written }]);
    }
    // Services of one composition are one matter.
    for (const found of byFile.values()) {
      const [first, ...rest] = found;
      const names = listed([...new Set(found.map(({ name }) => name))]);
      const several = rest.length > 0;
      context.report({
        origin: first!.written.origin,
        message: `${sentence(names)} ${several ? 'stay' : 'stays'} out of the group after a restart until somebody starts it: the next loss may cost the majority${found.some(({ open }) => open) ? `, and outside the group ${several ? 'they take' : 'it takes'} writes` : ''}. Set it to ON once the group runs.`,
        related: rest.map(({ name, written }) => ({ origin: written.origin, message: `And of ${name}.` })),
        fixes: [
          {
            title: 'Set group_replication_start_on_boot to ON',
            edits: found.flatMap(({ written }) => setTo(written, 'ON').edits),
            safe: false,
          },
        ],
      });
    }
  },
});

/** As written: a template gives one text to all that are made of it. */
function addressOf(group: Settings | undefined): string | undefined {
  const written = group?.raw('group_replication_local_address');
  if (written === undefined) return undefined;
  const { unit, span } = written.origin;
  return unit.piece.text.slice(span.start, span.end);
}
