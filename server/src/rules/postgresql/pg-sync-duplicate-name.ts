import { postgresExample, standbysOf } from '../lib/cluster/postgres.js';
import { nameOfStandby, writtenNames } from '../lib/cluster/standby-names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-sync-duplicate-name',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'Two standbys connect by the same name, or a name is listed twice.',
  gains: 'None.',
  costs:
    'Which of the two counts as synchronous is not determined: the other one may lack acknowledged commits and looks just the same. A name listed twice is one standby, not two.',
  fineWhen: 'Never where one of them may be promoted.',
  advice: 'Give each standby an application_name of its own, and list each once.',
  sources: [
    {
      title: 'synchronous_standby_names',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-SYNCHRONOUS-STANDBY-NAMES',
    },
  ],
  bad: [
    postgresExample(
      "synchronous_standby_names = 'FIRST 1 (standby)'",
      [
        "primary_conninfo = 'host=n1 application_name=standby'",
        "primary_conninfo = 'host=n1 application_name=standby'",
      ],
      'connect as',
    ),
    postgresExample("synchronous_standby_names = 'ANY 1 (s1, s1)'", [''], 'twice'),
  ],
  good: [
    postgresExample("synchronous_standby_names = 'ANY 1 (s1, s2)'", ['', '']),
    postgresExample('', ["primary_conninfo = 'host=n1'", "primary_conninfo = 'host=n1'"]),
  ],
  check(cluster, context) {
    const found = writtenNames(cluster);
    if (found === undefined) return;
    const seen = new Set<string>();
    for (const { name, span } of found.names.names) {
      if (seen.has(name.toLowerCase())) {
        context.report({
          origin: found.place(span),
          message: `\`${name}\` is listed twice and is one standby all the same: the second entry never counts. List each standby once.`,
        });
        return;
      }
      seen.add(name.toLowerCase());
    }
    const byName = new Map<string, string[]>();
    for (const member of standbysOf(cluster)) {
      const name = nameOfStandby(member)?.toLowerCase();
      if (name !== undefined) byName.set(name, [...(byName.get(name) ?? []), member.id]);
    }
    for (const { name, span } of found.names.names) {
      const same = byName.get(name.toLowerCase()) ?? [];
      if (same.length < 2) continue;
      context.report({
        origin: found.place(span),
        message: `${same.slice(0, 3).join(' and ')} both connect as \`${name}\`: one of them acknowledges commits, which one is not determined, and the other may be promoted without them. Give each an application_name of its own.`,
      });
      return;
    }
  },
});
