import { type Parameter, parameterTable } from '../../../parameter.js';
import { BOOLEAN, LIST, MS, row, SECOND, TEXT } from './row.js';

const DRIVER = 'https://docs.datastax.com/en/developer/java-driver/4.16/manual/core/configuration/reference/';
const LEVELS = {
  kind: 'enum',
  values: [
    'ANY',
    'ONE',
    'TWO',
    'THREE',
    'QUORUM',
    'ALL',
    'LOCAL_ONE',
    'LOCAL_QUORUM',
    'EACH_QUORUM',
    'SERIAL',
    'LOCAL_SERIAL',
  ],
} as const;

const CLIENT: readonly Parameter[] = [
  row('basic.contact-points', LIST, undefined, 'Nodes that the driver asks for the others.', {
    source: DRIVER,
  }),
  row(
    'basic.load-balancing-policy.local-datacenter',
    TEXT,
    undefined,
    'The data centre whose nodes requests go to.',
    { source: DRIVER },
  ),
  row('basic.request.consistency', LEVELS, 'LOCAL_ONE', 'How many replicas must answer.', {
    source: DRIVER,
    tradeOff:
      'Reads and writes that overlap (R + W > N) see each other; each replica more is one less that may be down.',
  }),
  row(
    'basic.request.serial-consistency',
    { kind: 'enum', values: ['SERIAL', 'LOCAL_SERIAL'] },
    'SERIAL',
    'Which replicas decide a lightweight transaction: of all data centres, or of the local one.',
    { source: DRIVER },
  ),
  row('basic.request.timeout', MS, 2 * SECOND, 'How long a request may take.', { source: DRIVER }),
  row(
    'basic.request.default-idempotence',
    BOOLEAN,
    false,
    'Requests may be sent again, unless they say otherwise.',
    { source: DRIVER },
  ),
  row(
    'advanced.load-balancing-policy.dc-failover.max-nodes-per-remote-dc',
    { kind: 'number', integer: true, min: 0 },
    0,
    'Nodes of each other data centre that are tried when the local ones do not answer.',
    { source: DRIVER },
  ),
  row(
    'advanced.load-balancing-policy.dc-failover.allow-for-local-consistency-levels',
    BOOLEAN,
    false,
    'Does so for LOCAL levels as well, which are then local to the other data centre.',
    { source: DRIVER },
  ),
  row('advanced.retry-policy.class', TEXT, 'DefaultRetryPolicy', 'What is tried again.', { source: DRIVER }),
  row(
    'advanced.speculative-execution-policy.class',
    TEXT,
    'NoSpeculativeExecutionPolicy',
    'When a request is sent to a second node before the first has answered.',
    { source: DRIVER },
  ),
  row(
    'advanced.timestamp-generator.class',
    TEXT,
    'AtomicTimestampGenerator',
    'Where the timestamps of writes come from: the clock of the client, or of the coordinator.',
    { source: DRIVER },
  ),
];

const SPRING: Readonly<Record<string, string>> = {
  'contact-points': 'basic.contact-points',
  'local-datacenter': 'basic.load-balancing-policy.local-datacenter',
  'request.consistency': 'basic.request.consistency',
  'request.serial-consistency': 'basic.request.serial-consistency',
  'request.timeout': 'basic.request.timeout',
  // Spring Boot 2.x
  'consistency-level': 'basic.request.consistency',
  'serial-consistency-level': 'basic.request.serial-consistency',
};

/** Settings of drivers, under the names of the Java driver; Spring's are read as the same. */
export const CLIENT_PARAMETERS = parameterTable('cassandra', CLIENT, name => {
  const bare = name.replace(/^datastax-java-driver\./, '');
  const spring = /^spring\.(?:data\.)?cassandra\.(.+)$/.exec(bare)?.[1];
  return spring === undefined ? bare : (SPRING[kebab(spring)] ?? bare);
});

/** The same settings under the names of Spring Boot, before and since version 3. */
export const SPRING_PARAMETERS = parameterTable(
  'cassandra',
  Object.entries(SPRING).flatMap(([name, driver]) => {
    const known = CLIENT.find(each => each.name === driver);
    const old = /-level$/.test(name);
    return known === undefined
      ? []
      : ['spring.cassandra', 'spring.data.cassandra']
          .filter(prefix => !old || prefix === 'spring.data.cassandra')
          .map(prefix => ({ ...known, name: `${prefix}.${name}` }));
  }),
  kebab,
);

/** Spring takes `contactPoints` and `contact-points` for the same. */
function kebab(name: string): string {
  return name.replace(/_/g, '-').replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}
