import { PROPERTIES, readAssignments } from '../../../documents/readers/assignments.js';
import { entryAt, type Node } from '../../../documents/tree.js';
import { writtenFlat } from '../../kit/written.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import type { Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import type { ClientRole, KafkaData } from './data.js';
import { clientOf, TABLES } from './read.js';

/** `spring.kafka` in `application.yml` and `application.properties`. */
export const SPRING: ConfigFormat<KafkaData> = {
  title: 'spring.kafka',
  detects: ({ name, text }) =>
    /^(?:application|bootstrap)[\w.-]*\.(?:ya?ml|properties)$/.test(name) && text.includes('kafka'),
  read: source => {
    const written = source.name.endsWith('.properties')
      ? writtenFlat(
          source,
          source.tree('properties', text => readAssignments(text, PROPERTIES)),
          key => (key.startsWith('spring.kafka.') ? key.slice('spring.kafka.'.length) : undefined),
        )
      : source.yaml.slice(0, 20).flatMap(root => told(source, springKafka(root)));
    return ROLES.flatMap((role): Fragment<KafkaData>[] => {
      const own = written.flatMap((each): Written[] => {
        const key = keyOf(each.key, role);
        return key === undefined || TABLES[role].find(key) === undefined ? [] : [{ ...each, key }];
      });
      return own.some(({ key }) => key !== 'bootstrap.servers')
        ? [clientOf(source, own, role, `${source.name} (${role})`)]
        : [];
    });
  },
  assist: {
    syntax: 'yaml',
    parametersAt: path => {
      const [spring, kafka, first, second] = path;
      if (spring !== 'spring' || kafka !== 'kafka') return undefined;
      const role = ROLES.find(each => each === first);
      if (role === undefined) return undefined;
      if (path.length === 3) return { table: TABLES[role], spelling: springName };
      return second === 'properties' && path.length === 4 ? { table: TABLES[role], flat: true } : undefined;
    },
  },
};

const ROLES: readonly ClientRole[] = ['producer', 'consumer', 'streams'];

function springKafka(root: Node): Node | undefined {
  return entryAt(root, 'spring', 'kafka')?.value ?? entryAt(root, 'spring.kafka')?.value;
}

function told(source: Source, node: Node | undefined): Written[] {
  return writtenIn(source, node).map(each =>
    typeof each.raw === 'string' && each.raw.includes('${') ? { ...each, raw: undefined } : each,
  );
}

/** `producer.properties.enable.idempotence`, `consumer.enable-auto-commit`, `bootstrap-servers`. */
function keyOf(key: string, role: ClientRole): string | undefined {
  const plain = key.replace(/\[|\]|"/g, '');
  if (plain === 'bootstrap-servers') return 'bootstrap.servers';
  if (plain.startsWith('properties.')) return plain.slice('properties.'.length);
  if (!plain.startsWith(`${role}.`)) return undefined;
  const own = plain.slice(role.length + 1).replace(/^properties\./, '');
  return SPRING_NAMES[own] ?? own.replace(/-/g, '.');
}

/** `enable-auto-commit` for `enable.auto.commit`. */
function springName(name: string): string {
  const known = Object.entries(SPRING_NAMES).find(([, own]) => own === name);
  return known === undefined ? name.replace(/\./g, '-') : known[0];
}

const SPRING_NAMES: Readonly<Record<string, string>> = {
  'transaction-id-prefix': 'transactional.id',
  'enable-auto-commit': 'enable.auto.commit',
  'auto-commit-interval': 'auto.commit.interval.ms',
  'heartbeat-interval': 'heartbeat.interval.ms',
};
