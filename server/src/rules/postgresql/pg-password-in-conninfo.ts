import { readConninfo } from '../../cluster/systems/postgres/conninfo.js';
import { isPlaceholder } from '../lib/cluster/placeholders.js';
import { givenIn, isConf, postgresExample } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-password-in-conninfo',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'The password of replication stands in a file.',
  gains: 'Nothing else to set up.',
  costs:
    'It is in every copy and every backup of the file, and in the history of the repository. Who has it can copy the whole cluster.',
  fineWhen: 'It is a placeholder.',
  advice: 'Put it into a passfile (~/.pgpass) or use a client certificate.',
  sources: [{ title: 'The password file', url: 'https://www.postgresql.org/docs/current/libpq-pgpass.html' }],
  bad: [
    postgresExample(
      '',
      ["primary_conninfo = 'host=n1 user=repl password=Xk29fjs8 application_name=s1'"],
      'passfile',
    ),
  ],
  good: [
    postgresExample('', [
      "primary_conninfo = 'host=n1 user=repl passfile=/var/lib/postgresql/.pgpass application_name=s1'",
    ]),
    postgresExample('', ["primary_conninfo = 'host=n1 user=repl password=CHANGEME application_name=s1'"]),
    postgresExample('', [
      "primary_conninfo = 'host=db.example.com user=repl password=k2Jd83 application_name=s1'",
    ]),
  ],
  check(cluster, context) {
    for (const { setting } of givenIn(cluster, 'primary_conninfo')) {
      if (typeof setting.value !== 'string' || !isConf(setting.written)) continue;
      const part = readConninfo(setting.value)?.parts.get('password');
      if (part === undefined || /^(?:$|your.*|no-?pass(?:word)?)$/i.test(part.value)) continue;
      if (isPlaceholder(part.value)) continue;
      // A host that is nowhere: the whole line is to be filled in.
      const host = readConninfo(setting.value)?.parts.get('host')?.value ?? '';
      if (/(?:^|\.)(?:example\.(?:com|org|net)|foo\.bar|example)$/i.test(host)) continue;
      const { origin } = setting.written;
      const at = origin.unit.piece.text.indexOf(setting.value, origin.span.start);
      const exact = at !== -1 && at <= origin.span.start + 1;
      context.report({
        origin: exact
          ? { unit: origin.unit, span: { start: at + part.span.start, end: at + part.span.end } }
          : origin,
        message:
          'The password of the replication user stands here in the clear, in every copy and backup of this file; with it anybody can copy all data. Put it into a passfile.',
      });
    }
  },
});
