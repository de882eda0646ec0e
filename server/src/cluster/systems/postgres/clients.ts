import type { Client } from '../../model.js';
import type { ConfigFormat } from '../../module.js';
import { type Parameter, parameterTable } from '../../parameter.js';
import { Settings, type Written } from '../../settings.js';
import type { Source } from '../../source.js';
import { type Conninfo, readConninfo } from './conninfo.js';
import type { PostgresData } from './data.js';

const LIBPQ = 'https://www.postgresql.org/docs/current/libpq-connect.html';
const JDBC = 'https://jdbc.postgresql.org/documentation/use/';

const ALL: readonly Parameter[] = [
  {
    name: 'target_session_attrs',
    type: {
      kind: 'enum',
      values: ['any', 'read-write', 'read-only', 'primary', 'standby', 'prefer-standby'],
    },
    default: 'any',
    since: '10',
    meaning: 'Which of several hosts will do: the first that is of this kind.',
    tradeOff: '`any` takes the first that answers, a standby too.',
    source: `${LIBPQ}#LIBPQ-CONNECT-TARGET-SESSION-ATTRS`,
  },
  {
    name: 'targetServerType',
    type: {
      kind: 'enum',
      values: [
        'any',
        'primary',
        'master',
        'slave',
        'secondary',
        'preferSlave',
        'preferSecondary',
        'preferPrimary',
      ],
    },
    default: 'any',
    meaning: 'The same in the driver for Java.',
    source: JDBC,
  },
  {
    name: 'load_balance_hosts',
    type: { kind: 'enum', values: ['disable', 'random'] },
    default: 'disable',
    since: '16',
    meaning: 'Whether hosts are tried in random order.',
    source: `${LIBPQ}#LIBPQ-CONNECT-LOAD-BALANCE-HOSTS`,
  },
  {
    name: 'connect_timeout',
    type: { kind: 'duration', unit: 's' },
    default: 0,
    meaning: 'Longest time for each host; 0: as long as TCP tries, about two minutes.',
    source: `${LIBPQ}#LIBPQ-CONNECT-CONNECT-TIMEOUT`,
  },
  {
    name: 'tcp_user_timeout',
    type: { kind: 'duration', unit: 'ms' },
    default: 0,
    meaning: 'How long sent data may stay without an answer before the connection closes.',
    source: `${LIBPQ}#LIBPQ-TCP-USER-TIMEOUT`,
  },
  {
    name: 'sslmode',
    type: { kind: 'enum', values: ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] },
    default: 'prefer',
    meaning: 'Whether the connection is encrypted and the server checked.',
    source: `${LIBPQ}#LIBPQ-CONNECT-SSLMODE`,
  },
];

/** Parameters of connection strings, of libpq and of the driver for Java. */
export const CONNECTION_PARAMETERS = parameterTable('postgres', ALL, name => name.toLowerCase());

/** Connection strings with several hosts, in any file that people keep them in. */
export const CONNECTION_STRINGS: ConfigFormat<PostgresData> = {
  title: 'connection string',
  detects: ({ name, text }) =>
    text.length < 1_000_000 &&
    (text.includes('postgres') || text.includes('PGHOST')) &&
    !/\.(?:md|rst|txt|lock|svg|html?|adoc|ipynb|min\.js)$/.test(name) &&
    STRING.test(text),
  read: source => {
    const clients: Client[] = [];
    for (const found of source.text.matchAll(new RegExp(STRING.source, 'gi'))) {
      if (clients.length >= 200) break;
      const start = found.index + (found[1]?.length ?? 0);
      const text = found[0].slice(found[1]?.length ?? 0);
      const info = readConninfo(text);
      if (info === undefined || info.hosts.length < 2) continue;
      clients.push(clientOf(source, info, start, text.length));
    }
    return clients.map(client => ({
      system: 'postgres',
      uri: source.uri,
      origin: client.origin,
      data: { kind: 'client', client },
    }));
  },
};

/** `postgresql://a:5432,b/db?x=y`, with or without `jdbc:`. Lengths are bounded: it is tried at every place. */
const STRING =
  /(\bjdbc:)?\bpostgres(?:ql)?:\/\/[^\s"'`<>,/{}$]{1,200},[^\s"'`<>/{}$]{1,800}(?:\/[^\s"'`<>{}$]{0,800})?/i;

function clientOf(source: Source, info: Conninfo, start: number, length: number): Client {
  const written = [...info.parts]
    .filter(([key]) => CONNECTION_PARAMETERS.find(key) !== undefined)
    .map(([key, { value, span }]): Written => {
      const origin = source.origin({ start: start + span.start, end: start + span.end });
      return { key, raw: value, keyOrigin: origin, origin };
    });
  const origin = source.origin({ start, end: start + length });
  return {
    id: `${info.hosts.map(({ host }) => host).join(',')}`,
    system: 'postgres',
    targets: info.hosts.map(({ host, port, span }) => ({
      text: `${host}:${port}`,
      origin: source.origin({ start: start + span.start, end: start + span.end }),
    })),
    settings: { postgres: new Settings(CONNECTION_PARAMETERS, undefined, written) },
    origin,
  };
}
