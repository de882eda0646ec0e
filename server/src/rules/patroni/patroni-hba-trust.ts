import type { Origin } from '../../sql/reading.js';
import { clusterExample } from '../lib/cluster/example.js';
import { isContained, nodeExample, PATRONI_PAGES, patroniNode } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-hba-trust',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary: 'A line of pg_hba lets clients of the network in without a password.',
  gains: 'No password to hand out.',
  costs:
    'With `trust` anybody who reaches the port is the user that he says he is, the superuser too; on a line for replication he may copy the whole cluster.',
  fineWhen: 'Only addresses of this very machine are meant.',
  advice: 'Use scram-sha-256 or cert, on hostssl lines.',
  sources: [
    {
      title: 'PostgreSQL: trust authentication',
      url: 'https://www.postgresql.org/docs/current/auth-trust.html',
    },
    PATRONI_PAGES.dynamic,
  ],
  bad: [
    nodeExample(
      { dcs: 'postgresql:\n  pg_hba:\n    - host replication replicator 10.0.0.0/24 trust' },
      'replication',
    ),
    nodeExample({ postgresql: 'pg_hba:\n  - host all all 0.0.0.0/0 trust' }, 'without a password'),
  ],
  good: [
    nodeExample({
      postgresql:
        'pg_hba:\n  - local all all trust\n  - host all all 127.0.0.1/32 trust\n  - hostssl all all 0.0.0.0/0 scram-sha-256',
    }),
    nodeExample({ postgresql: 'pg_hba:\n  - host all all {{ network }} trust' }),
    clusterExample('patroni', {
      'docker-compose.yml':
        'services:\n  db1:\n    build: .\n    volumes:\n      - ./patroni.yml:/etc/patroni.yml\n',
      'patroni.yml': patroniNode(1, { postgresql: 'pg_hba:\n  - host all all 0.0.0.0/0 trust' }),
    }),
  ],
  check(cluster, context) {
    const found = new Map<string, { readonly line: TrustLine; readonly origin: Origin }>();
    const reached = cluster.members.flatMap(({ settings: { patroni } }) =>
      patroni === undefined || isContained(patroni, patroni.given('postgresql.listen')?.value, 5432)
        ? []
        : patroni.written,
    );
    for (const written of reached) {
      if (written.key !== 'pg_hba' || typeof written.raw !== 'string') continue;
      if (!written.raw.includes('trust')) continue;
      const line = trusted(written.raw);
      const key = `${written.origin.unit.uri} ${written.origin.span.start}`;
      if (line !== undefined && !found.has(key)) found.set(key, { line, origin: written.origin });
    }
    // A network before machines that are named one by one.
    const lines = [...found.values()].sort((a, b) => Number(isMachine(a.line)) - Number(isMachine(b.line)));
    const [first, ...others] = lines;
    if (first === undefined) return;
    const { database, user, address } = first.line;
    const what =
      database === 'replication'
        ? 'copy the whole cluster (replication)'
        : `work as ${user === 'all' ? 'any user, the superuser too,' : user}`;
    const more =
      others.length === 0 ? '' : ` So it is in ${others.length} more line${others.length === 1 ? '' : 's'}.`;
    context.report({
      origin: first.origin,
      ...(isMachine(first.line) ? { severity: 'info' as const } : {}),
      message: `Anybody ${address === 'all' ? 'anywhere' : `at ${address.slice(0, 60)}`} may ${what} without a password.${more} Use scram-sha-256 on hostssl lines.`,
      related: others
        .slice(0, 10)
        .map(({ origin }) => ({ origin, message: 'This line trusts the network as well.' })),
    });
  },
});

interface TrustLine {
  readonly database: string;
  readonly user: string;
  readonly address: string;
}

function isMachine({ address }: TrustLine): boolean {
  return /\/(?:32|128)$/.test(address);
}

/** What a line of pg_hba trusts beyond the machine itself; undefined: nothing, or a template hides it. */
function trusted(text: string): TrustLine | undefined {
  if (text.length > 1000) return undefined;
  const words = text.trim().split(/\s+/);
  const [kind = '', database = '', user = '', address = ''] = words;
  if (!kind.startsWith('host')) return undefined;
  const masked = /^\d+\.\d+\.\d+\.\d+$/.test(words[4] ?? '');
  if (words[masked ? 5 : 4] !== 'trust') return undefined;
  if (/^(?:127\.|::1|localhost|samehost)/.test(address) || /[\uE000{$]/.test(address)) return undefined;
  // `0.0.0.0/24`: no machine has such an address.
  if (/^0\.\d+\.\d+\.\d+\/(?:[89]|[12]\d|3[0-2])$/.test(address)) return undefined;
  return { database, user, address };
}
