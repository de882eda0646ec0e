import { DEFAULT_SETTINGS } from '../server/src/analyzer/settings.js';
import { ruleMarkdown } from '../server/src/cli/rule-page.js';
import { DEFAULT_VERDICTS, MOST_FAULTS, MOST_STATES } from '../server/src/lsp/verdicts/settings.js';
import { COLUMN_KEYS, TABLE_KEYS } from '../server/src/project/config-facts.js';
import {
  CONFIG_KEYS,
  type ConfigKey,
  HARDWARE_KEYS,
  LEVELS,
  MIGRATION_KEYS,
  OBJECTIVE_KEYS,
} from '../server/src/project/config-keys.js';
import { RULES } from '../server/src/rules/index.js';
import type { Rule, RuleOption, Subject } from '../server/src/rules/rule.js';
import { VERDICT_PROMISES } from '../server/src/simulate/explore/codes.js';
import { DIALECTS } from '../server/src/sql/dialect.js';
import type { FactKey } from '../server/src/workload/facts/index.js';

import { systemsPage } from './systems-page.js';

type Json = { readonly [key: string]: unknown };

const MARKS = { start: '<!-- rules:start -->', end: '<!-- rules:end -->' } as const;

/** Every documentation page that is made from the rules, by path. */
export function pages(): Map<string, string> {
  const result = new Map<string, string>();
  for (const rule of RULES) result.set(`docs/rules/${rule.id}.md`, ruleMarkdown(rule));
  result.set('docs/settings.md', settingsPage());
  result.set('docs/rules/README.md', rulesPage());
  result.set('docs/systems.md', systemsPage());
  return result;
}

/** What each subject's rules are about, in the order in which they are listed. */
const SUBJECTS: Readonly<Record<Subject, string>> = {
  keys: 'Primary keys, unique keys and references: missing, doubled, pointing nowhere, of other types.',
  indexes:
    'Indexes that the queries at hand want, that none can use, that repeat others or cost more than they give.',
  types: 'Types that round, pad, run out, or keep what they hold as text.',
  partitions: 'Partitions, shards and clustering: bounds, pruning, sizes, retention, limits of each engine.',
  denormalization:
    'Copies, aggregates and lists, what keeps them true, normal forms, and where a copy would pay.',
  warehouse:
    'Facts, dimensions, grain, measures, versions; keys of distribution and order; column stores and lakes.',
  timeseries: 'Hypertables: chunks, compression, retention, continuous aggregates.',
  streaming: 'Streams: watermarks, state without end, upserts, guarantees, and freshness against schedules.',
  nosql: 'Cassandra and ScyllaDB, DynamoDB, Elasticsearch.',
  queries: 'Queries that keep indexes away, or say something else than they seem to.',
  migrations: 'Migrations: locks, rewrites, losses.',
  syntax: 'What cannot be read or means nothing.',
  cluster: 'Any cluster: votes, zones, coordination, objectives.',
  postgresql:
    'PostgreSQL replication: synchronous settings, slots, standbys, repmgr, Pgpool-II, pg_auto_failover, HAProxy, PgBouncer.',
  patroni: 'Patroni, Spilo and the Zalando operator.',
  operators: 'CloudNativePG and Crunchy Postgres for Kubernetes.',
  mysql: 'MySQL and MariaDB replication, NDB Cluster, Orchestrator, MHA.',
  galera: 'Galera and Group Replication.',
  mongodb: 'MongoDB replica sets and sharded clusters.',
  redis: 'Redis, Valkey, Sentinel and Redis Cluster.',
  cassandra: 'Replication of Cassandra and ScyllaDB.',
  multileader: 'DynamoDB global tables and CouchDB.',
  search: 'Elasticsearch and OpenSearch clusters.',
  consensus: 'etcd, Consul and ZooKeeper.',
  newsql: 'CockroachDB, YugabyteDB, TiDB, Spanner.',
  kafka: 'Kafka, RabbitMQ, ClickHouse replication.',
  claims: 'What comments and documents claim and the configs do not keep.',
  crossing: 'Schemas that do not fit the cluster that they are replicated by.',
};

function subjectTable(): string {
  const rows = Object.entries(SUBJECTS).map(([subject, about]) => {
    const own = RULES.filter(rule => rule.subject === subject);
    return `| [${subject}](docs/rules/README.md#${subject}) | ${own.length} | ${about} |`;
  });
  return ['| subject | rules | what they are about |', '| --- | --- | --- |', ...rows].join('\n');
}

/** All rules by subject. */
function rulesPage(): string {
  const parts = Object.entries(SUBJECTS).map(
    ([subject, about]) =>
      `## ${subject}\n\n${about}\n\n${ruleTable(
        '../',
        RULES.filter(rule => rule.subject === subject),
      )}\n`,
  );
  return `# Rules\n\n${RULES.length} rules. Each page says what a choice gains and costs, when it is fine, and where the claim comes from.\n\n${parts.join('\n')}`;
}

/** The README with its table of rules. Throws where the marks are missing. */
export function withRuleTable(readme: string): string {
  const start = readme.indexOf(MARKS.start);
  const end = readme.indexOf(MARKS.end);
  if (start < 0 || end < start) throw new Error(`README.md needs ${MARKS.start} and ${MARKS.end}.`);
  return `${readme.slice(0, start + MARKS.start.length)}\n${subjectTable()}\n${readme.slice(end)}`;
}

/** `contributes.configuration` of package.json. */
export function configuration(): Json {
  return {
    title: 'Faultline',
    properties: {
      'faultline.dialect': {
        type: 'string',
        enum: ['auto', ...DIALECTS],
        default: DEFAULT_SETTINGS.dialect,
        scope: 'resource',
        markdownDescription:
          'SQL dialect of files that neither a comment (`-- dialect: name`) nor `faultline.yaml` gives one. `auto`: each file shows its own.',
      },
      'faultline.engineVersions': {
        ...versions(),
        default: DEFAULT_SETTINGS.engineVersions,
        scope: 'resource',
        markdownDescription:
          'Major version of each engine, e.g. `{ "postgres": 16 }`. Rules whose claim depends on the version use it.',
      },
      'faultline.rules': {
        ...ruleLevels('markdownDescription'),
        default: DEFAULT_SETTINGS.rules,
        scope: 'resource',
        markdownDescription:
          'Severity per rule, or an object with `severity` and the rule’s own options. `faultline.yaml` wins over it.',
      },
      'faultline.exclude': {
        type: 'array',
        items: { type: 'string' },
        default: DEFAULT_SETTINGS.exclude,
        scope: 'resource',
        markdownDescription:
          'Globs of files that are not read, relative to the workspace folder. Build output, dependencies and what `.gitignore` leaves out are not read anyway.',
      },
      'faultline.maxFileBytes': count(
        DEFAULT_SETTINGS.maxFileBytes,
        'Files larger than this many bytes are skipped.',
      ),
      'faultline.maxFiles': count(
        DEFAULT_SETTINGS.maxFiles,
        'At most this many files of a workspace are read.',
      ),
      'faultline.maxFindingsPerFile': count(
        DEFAULT_SETTINGS.maxFindingsPerFile,
        'At most this many findings of a file are shown; the log tells how many there are.',
      ),
      'faultline.readCode': {
        type: 'boolean',
        default: DEFAULT_SETTINGS.readCode,
        scope: 'resource',
        markdownDescription:
          'Look for queries in the strings of programs (`.py`, `.ts`, `.js`, `.go`, `.java`, `.rb`, `.php`). They count as use of the tables, and findings about them appear in the programs. `code: false` in `faultline.yaml` turns it off for a project.',
      },
      'faultline.simulation.onSave': {
        type: 'string',
        enum: ['off', 'info', 'warning'],
        enumDescriptions: [
          'Clusters are searched only when you ask for it.',
          'The shortest failure is shown as information, for it follows from a trade-off that may be meant; as a warning where objectives in `faultline.yaml` ask for what is broken.',
          'The shortest failure is shown as a warning.',
        ],
        default: DEFAULT_VERDICTS.level,
        scope: 'window',
        markdownDescription:
          'Search a cluster for the shortest failure when one of its configs is saved, and a moment after it was opened; show it at the line that decides, with what plays it and fixes that help. The search runs beside the server and never delays typing.',
      },
      'faultline.simulation.faults': {
        type: 'integer',
        minimum: 1,
        maximum: MOST_FAULTS,
        default: DEFAULT_VERDICTS.faults,
        scope: 'window',
        markdownDescription: 'That search tries every schedule of up to this many faults.',
      },
      'faultline.simulation.maxStates': {
        type: 'integer',
        minimum: 1000,
        maximum: MOST_STATES,
        default: DEFAULT_VERDICTS.maxStates,
        scope: 'window',
        markdownDescription:
          'That search is ended after this many states of the cluster, with half as many for each fix that is tried: 20,000 take some seconds of one core.',
      },
      'faultline.simulation.promises': {
        type: 'array',
        items: { type: 'string', enum: VERDICT_PROMISES },
        default: DEFAULT_VERDICTS.promises,
        uniqueItems: true,
        scope: 'window',
        markdownDescription:
          'What that search tries to break: `no-lost-write`, `one-writer`, `no-stale-read`, `no-conflict`, and `available` where objectives in `faultline.yaml` ask for a recovery in time.',
      },
      'faultline.codeLens': {
        type: 'boolean',
        default: false,
        scope: 'window',
        markdownDescription:
          'A line above each table: how many tables reference it, how many indexes it has.',
      },
    },
  };
}

/** JSON schema of `faultline.yaml`, for editors without Faultline. */
export function yamlSchema(): Json {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'faultline.yaml',
    description: 'Configuration of Faultline for the folder that it stands in.',
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      CONFIG_KEYS.map(key => [key.name, { description: key.documentation, ...schemaOf(key) }]),
    ),
  };
}

function schemaOf(key: ConfigKey): Json {
  switch (key.takes) {
    case 'dialect': {
      const name = { enum: ['auto', ...DIALECTS] };
      return { anyOf: [name, { type: 'object', additionalProperties: name }] };
    }
    case 'versions':
      return versions();
    case 'globs':
      return globs();
    case 'rules':
      return ruleLevels('description');
    case 'migrations':
      return {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(
          MIGRATION_KEYS.map(({ name, documentation }) => [name, { description: documentation, ...globs() }]),
        ),
      };
    case 'tables':
      return { type: 'object', additionalProperties: tableFacts() };
    case 'boolean':
      return { type: 'boolean' };
    case 'objectives':
      return {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(
          OBJECTIVE_KEYS.map(({ name, documentation }) => [name, { description: documentation, ...AMOUNT }]),
        ),
      };
    case 'hardware':
      return {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(
          HARDWARE_KEYS.map(({ name, documentation }) => [name, { description: documentation, ...AMOUNT }]),
        ),
      };
  }
}

const AMOUNT: Json = { type: ['string', 'number'] };

function tableFacts(): Json {
  const facts = (keys: readonly FactKey[]) =>
    Object.fromEntries(keys.map(key => [key.name, { description: key.documentation, ...factSchema(key) }]));
  const columns = {
    description: 'Facts of single columns, by name.',
    type: 'object',
    additionalProperties: {
      type: 'object',
      additionalProperties: false,
      properties: facts(COLUMN_KEYS),
    },
  };
  return {
    type: 'object',
    additionalProperties: false,
    properties: { ...facts(TABLE_KEYS), columns },
  };
}

function factSchema({ measure, choices, example }: FactKey): Json {
  if (measure === 'flag') return { type: 'boolean' };
  if (measure === 'choice') return { enum: choices };
  return { ...AMOUNT, examples: [example] };
}

function globs(): Json {
  return { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] };
}

function versions(): Json {
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(DIALECTS.map(dialect => [dialect, { type: 'number', minimum: 0 }])),
  };
}

function ruleLevels(describedBy: 'description' | 'markdownDescription'): Json {
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      RULES.map(rule => [
        rule.id,
        {
          [describedBy]: `${rule.summary} Default: \`${rule.severity}\`.`,
          // VS Code offers the values of a plain enum; with options an object is allowed as well.
          anyOf: [{ type: 'string', enum: LEVELS }, ruleObject(rule)],
        },
      ]),
    ),
  };
}

function ruleObject(rule: Rule): Json {
  return {
    type: 'object',
    additionalProperties: false,
    properties: {
      severity: { type: 'string', enum: LEVELS },
      ...Object.fromEntries(
        Object.entries(rule.options ?? {}).map(([name, option]) => [name, optionSchema(option)]),
      ),
    },
  };
}

function optionSchema(option: RuleOption): Json {
  const type =
    option.type === 'string[]' ? { type: 'array', items: { type: 'string' } } : { type: option.type };
  return {
    ...type,
    ...(option.enum ? { enum: option.enum } : {}),
    default: option.default,
    description: option.description,
  };
}

function count(value: number, markdownDescription: string): Json {
  return { type: 'number', minimum: 0, default: value, scope: 'window', markdownDescription };
}

function ruleTable(base: string, rules: readonly Rule[] = RULES): string {
  const rows = rules.map(
    rule =>
      `| [${rule.id}](${base}rules/${rule.id}.md) | ${rule.severity} | ${engines(rule)} | ${rule.summary} |`,
  );
  return ['| rule | default | engines | what it finds |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function engines(rule: Rule): string {
  return rule.engines.length === DIALECTS.length ? 'all' : rule.engines.join(', ');
}

function settingsPage(): string {
  const { properties } = configuration() as { properties: Record<string, Record<string, unknown>> };
  const settings = Object.entries(properties).map(
    ([name, setting]) =>
      `| \`${name}\` | \`${JSON.stringify(setting.default)}\` | ${String(setting.markdownDescription)} |`,
  );
  const options = RULES.flatMap(rule =>
    Object.entries(rule.options ?? {}).map(
      ([name, option]) =>
        `| [${rule.id}](rules/${rule.id}.md) | \`${name}\` | ${option.type} | \`${JSON.stringify(option.default)}\` | ${option.description} |`,
    ),
  );
  return [
    '# Settings',
    'Settings of the editor. A project’s own file, [faultline.yaml](configuration.md), wins over them.',
    ['| setting | default | meaning |', '| --- | --- | --- |', ...settings].join('\n'),
    '## Rules',
    `\`faultline.rules\` takes a severity per rule, ${LEVELS.map(level => `\`${level}\``).join(', ')}, or an object with \`severity\` and the rule’s options. A severity given here holds for every finding of the rule; without it a finding may be raised or lowered by what it is about.`,
    ruleTable(''),
    '## Options of rules',
    ['| rule | option | type | default | meaning |', '| --- | --- | --- | --- | --- |', ...options].join(
      '\n',
    ),
  ]
    .join('\n\n')
    .concat('\n');
}
