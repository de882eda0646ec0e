import { readConninfo } from '../../cluster/systems/postgres/conninfo.js';
import { givenIn, postgresExample } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-replication-without-tls',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['postgres'],
  summary: 'Replication goes over the network in the clear.',
  gains: 'A little less work for the processor.',
  costs:
    'Everything that is written passes readable to whoever is on the way. `prefer` and `allow` give TLS up when the other side says it has none, so nothing is assured.',
  fineWhen: 'The network itself is encrypted or private.',
  advice: 'sslmode=verify-full with a root certificate; `require` at least encrypts.',
  sources: [{ title: 'SSL support in libpq', url: 'https://www.postgresql.org/docs/current/libpq-ssl.html' }],
  bad: [
    postgresExample(
      '',
      ["primary_conninfo = 'host=db1.example.com sslmode=disable application_name=s1'"],
      'in the clear',
    ),
    postgresExample(
      '',
      ["primary_conninfo = 'host=db1.example.com sslmode=prefer application_name=s1'"],
      'give',
    ),
  ],
  good: [
    postgresExample('', [
      "primary_conninfo = 'host=db1.example.com sslmode=verify-full application_name=s1'",
    ]),
    postgresExample('', ["primary_conninfo = 'host=127.0.0.1 sslmode=disable application_name=s1'"]),
  ],
  check(cluster, context) {
    for (const { setting } of givenIn(cluster, 'primary_conninfo')) {
      if (typeof setting.value !== 'string') continue;
      const info = readConninfo(setting.value);
      const mode = info?.parts.get('sslmode');
      if (info === undefined || mode === undefined || !['disable', 'allow', 'prefer'].includes(mode.value))
        continue;
      if (info.hosts.length === 0 || info.hosts.every(({ host }) => /^(?:127\.|localhost$|::1$)/.test(host)))
        continue;
      const { origin } = setting.written;
      const at = origin.unit.piece.text.indexOf(setting.value, origin.span.start);
      const exact = at !== -1 && at <= origin.span.start + 1;
      const place = exact
        ? { unit: origin.unit, span: { start: at + mode.span.start, end: at + mode.span.end } }
        : origin;
      context.report({
        origin: place,
        message:
          mode.value === 'disable'
            ? 'Everything that is written goes to this standby in the clear. Use sslmode=verify-full, or require at least.'
            : `With \`${mode.value}\` the two give TLS up as soon as one has none, and nobody is told. Use sslmode=verify-full, or require at least.`,
        ...(exact
          ? { fixes: [{ title: 'Require TLS', edits: [{ origin: place, newText: 'require' }], safe: false }] }
          : {}),
      });
    }
  },
});
