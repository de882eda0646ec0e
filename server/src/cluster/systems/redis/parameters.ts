import { type Parameter, type ParameterTable, parameterTable } from '../../parameter.js';
import { CLUSTERING } from './parameters/clustering.js';
import { NETWORK } from './parameters/network.js';
import { PERSISTENCE } from './parameters/persistence.js';
import { REPLICATION } from './parameters/replication.js';
import { WATCH } from './parameters/watch.js';

const ALL: readonly Parameter[] = [...REPLICATION, ...PERSISTENCE, ...CLUSTERING, ...NETWORK];
const lower = (name: string): string => name.toLowerCase();

/** redis.conf. Names are read in either case. */
export const REDIS_PARAMETERS: ParameterTable = parameterTable('redis', ALL, lower);

const VALKEY_CONF = 'https://github.com/valkey-io/valkey/blob/unstable/valkey.conf';

/** valkey.conf: what Redis 7.2 knows, with Valkey's own defaults and names. */
export const VALKEY_PARAMETERS: ParameterTable = parameterTable(
  'valkey',
  [
    ...ALL.filter(({ name }) => name !== 'repl-backlog-size' && name !== 'replica-lazy-flush').map(
      parameter => ({
        ...parameter,
        source: VALKEY_CONF,
      }),
    ),
    {
      ...ALL.find(({ name }) => name === 'repl-backlog-size')!,
      default: [{ value: 2 ** 20 }, { since: '8.0', value: 10 * 2 ** 20 }],
      source: VALKEY_CONF,
    },
    {
      ...ALL.find(({ name }) => name === 'replica-lazy-flush')!,
      default: [{ value: false }, { since: '8.0', value: true }],
      source: VALKEY_CONF,
    },
    {
      name: 'primaryauth',
      type: { kind: 'text' },
      since: '8.0',
      renamedTo: 'masterauth',
      meaning: 'Password with which a replica logs in at its primary; masterauth is the same.',
      source: VALKEY_CONF,
    },
    {
      name: 'primaryuser',
      type: { kind: 'text' },
      since: '8.0',
      renamedTo: 'masteruser',
      meaning: 'User with which a replica logs in at its primary; masteruser is the same.',
      source: VALKEY_CONF,
    },
    {
      name: 'dual-channel-replication-enabled',
      type: { kind: 'boolean' },
      default: false,
      since: '8.0',
      meaning:
        'Whether a full copy and the stream of changes come by two connections: the replica, not the primary, keeps what changes meanwhile.',
      applies: 'runtime',
      source: VALKEY_CONF,
    },
  ],
  lower,
);

/** sentinel.conf, by what follows the word `sentinel`. */
export const SENTINEL_PARAMETERS: ParameterTable = parameterTable('sentinel', WATCH, lower);
