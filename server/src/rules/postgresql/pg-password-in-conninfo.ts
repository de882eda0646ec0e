import { readConninfo } from '../../cluster/systems/postgres/conninfo.js';
import type { Origin } from '../../sql/reading.js';
import { clusterExample } from '../lib/cluster/example.js';
import { isPlaceholder, isSamplePassword } from '../lib/cluster/placeholders.js';
import { givenIn, isConf, postgresExample } from '../lib/cluster/postgres.js';
import { isTestFile } from '../lib/cluster/test-files.js';
import { type ClusterContext, defineRule } from '../rule.js';

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
    clusterExample(
      'postgres',
      {
        'sub.sql':
          "CREATE SUBSCRIPTION s CONNECTION 'host=db1 dbname=app user=repl password=Xk29fjs8' PUBLICATION app;\n",
      },
      'subscription',
    ),
  ],
  good: [
    clusterExample('postgres', {
      'sub.sql':
        "CREATE SUBSCRIPTION s CONNECTION 'host=db1 dbname=app user=repl passfile=/var/lib/postgresql/.pgpass' PUBLICATION app;\nCREATE SUBSCRIPTION t CONNECTION 'host=db2 dbname=app user=repl password=CHANGEME' PUBLICATION app;\n",
    }),
    postgresExample('', [
      "primary_conninfo = 'host=n1 user=repl passfile=/var/lib/postgresql/.pgpass application_name=s1'",
    ]),
    postgresExample('', ["primary_conninfo = 'host=n1 user=repl password=CHANGEME application_name=s1'"]),
    postgresExample('', [
      "primary_conninfo = 'host=db.example.com user=repl password=k2Jd83 application_name=s1'",
    ]),
  ],
  check(cluster, context) {
    for (const { kind, origin } of cluster.resources)
      if (kind === 'subscription') ofSubscription(origin, context);
    for (const { setting } of givenIn(cluster, 'primary_conninfo')) {
      if (typeof setting.value !== 'string' || !isConf(setting.written)) continue;
      const part = passwordIn(setting.value);
      if (part === undefined) continue;
      const { origin } = setting.written;
      const at = origin.unit.piece.text.indexOf(setting.value, origin.span.start);
      // Words of a sample are no secret in what is tried out, nor in a template that is to be filled in.
      if (
        isSamplePassword(part.value) &&
        (cluster.trial !== undefined ||
          /\.(?:template|sample|example|dist|j2|tmpl|tpl|erb)$/i.test(origin.unit.uri))
      )
        continue;
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

/** A password that somebody means, and where in the connection string it stands. */
function passwordIn(conninfo: string) {
  const parts = readConninfo(conninfo)?.parts;
  const part = parts?.get('password');
  if (part === undefined || /^(?:$|your.*|no-?pass(?:word)?)$/i.test(part.value)) return undefined;
  if (isPlaceholder(part.value)) return undefined;
  // A host that is nowhere: the whole line is to be filled in.
  const host = parts?.get('host')?.value ?? '';
  return /(?:^|\.)(?:example\.(?:com|org|net)|foo\.bar|example)$/i.test(host) ? undefined : part;
}

/** `CREATE SUBSCRIPTION s CONNECTION '...'`, which keeps the string in pg_subscription as well. */
function ofSubscription({ unit, span }: Origin, context: ClusterContext): void {
  const found = /\bconnection\s+'([^'\n]{1,2000})'/i.exec(unit.piece.text.slice(span.start));
  if (found === null || isTestFile({ unit, span })) return;
  const part = passwordIn(found[1]!);
  if (part === undefined) return;
  const start = span.start + found.index + found[0].length - 1 - found[1]!.length;
  context.report({
    origin: { unit, span: { start: start + part.span.start, end: start + part.span.end } },
    message:
      'The password of the subscription stands in this script in the clear, in every copy of it; with it anybody can read what is published. Name a passfile in the connection instead.',
  });
}
