import { type Parameter, type ParameterType, parameterTable } from '../../parameter.js';

const DOCS = 'https://docs.haproxy.org/3.0/configuration.html';
const MS: ParameterType = { kind: 'duration', unit: 'ms' };
const COUNT: ParameterType = { kind: 'number', integer: true, min: 1 };
const TEXT: ParameterType = { kind: 'text' };

const ALL: readonly Parameter[] = [
  {
    name: 'inter',
    type: MS,
    default: 2000,
    meaning: 'Time between two checks of a server.',
    tradeOff: 'With `fall` it is how long a server that has died still gets connections.',
    related: ['fall', 'rise', 'fastinter', 'downinter'],
    source: `${DOCS}#5.2-inter`,
  },
  {
    name: 'fastinter',
    type: MS,
    meaning: 'The same while a server is on its way up or down; `inter` by default.',
    related: ['inter'],
    source: `${DOCS}#5.2-inter`,
  },
  {
    name: 'downinter',
    type: MS,
    meaning: 'The same while a server is down; `inter` by default.',
    related: ['inter'],
    source: `${DOCS}#5.2-inter`,
  },
  {
    name: 'fall',
    type: COUNT,
    default: 3,
    meaning: 'Failed checks in a row after which a server is down.',
    related: ['inter'],
    source: `${DOCS}#5.2-fall`,
  },
  {
    name: 'rise',
    type: COUNT,
    default: 2,
    meaning: 'Good checks in a row after which a server is up.',
    related: ['inter'],
    source: `${DOCS}#5.2-rise`,
  },
  {
    name: 'on-marked-down',
    type: { kind: 'enum', values: ['shutdown-sessions'] },
    meaning: '`shutdown-sessions`: connections to a server that goes down are closed.',
    tradeOff: 'Without it clients keep talking to a former primary.',
    source: `${DOCS}#5.2-on-marked-down`,
  },
  {
    name: 'backup',
    type: { kind: 'boolean' },
    default: false,
    meaning: 'The server is used only when no other is up.',
    source: `${DOCS}#5.2-backup`,
  },
  {
    name: 'balance',
    type: TEXT,
    default: 'roundrobin',
    meaning: 'How a server is chosen among those that are up.',
    source: `${DOCS}#4-balance`,
  },
  {
    name: 'mode',
    type: { kind: 'enum', values: ['tcp', 'http', 'log', 'spop'] },
    default: 'tcp',
    meaning: 'Databases are `tcp`.',
    source: `${DOCS}#4-mode`,
  },
  {
    name: 'option httpchk',
    type: TEXT,
    meaning: 'Checks by an HTTP request, such as Patroni’s `/primary` and `/replica`.',
    related: ['http-check expect'],
    source: `${DOCS}#4-option%20httpchk`,
  },
  {
    name: 'option pgsql-check',
    type: TEXT,
    meaning: 'Checks that PostgreSQL answers. It does not tell a primary from a standby.',
    source: `${DOCS}#4-option%20pgsql-check`,
  },
  {
    name: 'option mysql-check',
    type: TEXT,
    meaning: 'Checks that MySQL answers. It does not tell a primary from a replica.',
    source: `${DOCS}#4-option%20mysql-check`,
  },
  {
    name: 'option redispatch',
    type: TEXT,
    meaning: 'A session may go to another server when its own is gone.',
    source: `${DOCS}#4-option%20redispatch`,
  },
  {
    name: 'http-check expect',
    type: TEXT,
    meaning: 'What the answer to the check must be; any 2xx or 3xx by default.',
    source: `${DOCS}#4-http-check%20expect`,
  },
  {
    name: 'timeout connect',
    type: MS,
    meaning: 'Longest time to connect to a server.',
    source: `${DOCS}#4-timeout%20connect`,
  },
  {
    name: 'timeout client',
    type: MS,
    meaning: 'Longest silence of a client.',
    source: `${DOCS}#4-timeout%20client`,
  },
  {
    name: 'timeout server',
    type: MS,
    meaning: 'Longest silence of a server.',
    source: `${DOCS}#4-timeout%20server`,
  },
  {
    name: 'timeout check',
    type: MS,
    meaning: 'Longest time for the answer to a check, beside `inter`.',
    source: `${DOCS}#4-timeout%20check`,
  },
  {
    name: 'timeout queue',
    type: MS,
    meaning: 'Longest wait for a free place at a server.',
    source: `${DOCS}#4-timeout%20queue`,
  },
  {
    name: 'retries',
    type: { kind: 'number', integer: true },
    default: 3,
    meaning: 'Attempts to connect after one failed.',
    source: `${DOCS}#4-retries`,
  },
  { name: 'maxconn', type: COUNT, meaning: 'Connections at the same time.', source: `${DOCS}#4-maxconn` },
];

export const HAPROXY_PARAMETERS = parameterTable('haproxy', ALL, name => name.toLowerCase());
