import { PROPERTIES, readAssignments } from '../../../documents/readers/assignments.js';
import { readHocon } from '../../../documents/readers/hocon.js';
import { entriesNamed, type Node, valueAt } from '../../../documents/tree.js';
import type { Named } from '../../model.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import type { Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import { withVariablesHidden } from '../../variables.js';
import { type CassandraData, type ClientDraft, folderOf } from './data.js';
import { CLIENT_PARAMETERS, SPRING_PARAMETERS } from './parameters/client.js';
import { fragment } from './yaml.js';

/** `application.conf` of the Java driver. */
export const HOCON: ConfigFormat<CassandraData> = {
  title: 'application.conf of the Java driver',
  detects: source => source.name.endsWith('.conf') && source.text.includes('datastax-java-driver'),
  read: source => {
    const root = source.tree('hocon', readHocon);
    // Profiles change single settings for some requests: they are read as clients of their own.
    return entriesNamed(root, 'datastax-java-driver').flatMap(({ value, keySpan }) => {
      const profiles = valueAt(value, 'profiles');
      const own = clientOf(
        source,
        'java driver',
        writtenIn(source, value).filter(({ key }) => !key.startsWith('profiles.')),
        keySpan,
      );
      return [
        ...own,
        ...(profiles?.kind === 'map'
          ? profiles.entries.flatMap(profile =>
              clientOf(source, 'java driver', writtenIn(source, profile.value), profile.keySpan, profile.key),
            )
          : []),
      ];
    });
  },
  assist: {
    syntax: 'hcl',
    parametersAt: ([root, ...path]) => {
      if (root !== 'datastax-java-driver') return undefined;
      const below = path[0] === 'profiles' ? path.slice(2) : path;
      return { table: CLIENT_PARAMETERS, prefix: below.map(key => `${key}.`).join('') };
    },
  },
};

/** `application.yml` of Spring Boot. */
export const SPRING: ConfigFormat<CassandraData> = {
  title: 'spring.cassandra settings',
  detects: source =>
    /^(?:application|bootstrap)[^/]*\.ya?ml$/.test(source.name) && source.text.includes('cassandra'),
  read: source => source.yaml.slice(0, 50).flatMap(root => springOf(source, root)),
  assist: {
    syntax: 'yaml',
    parametersAt: path =>
      path[0] === 'spring' && path.includes('cassandra')
        ? { table: SPRING_PARAMETERS, prefix: `${path.join('.')}.` }
        : undefined,
  },
};

/** `application.properties` of Spring Boot. */
export const SPRING_PROPERTIES: ConfigFormat<CassandraData> = {
  title: 'spring.cassandra properties',
  detects: source =>
    /^(?:application|bootstrap)[^/]*\.properties$/.test(source.name) && source.text.includes('cassandra'),
  read: source =>
    springOf(
      source,
      source.tree('spring-properties', text => readAssignments(text, { ...PROPERTIES, separators: '=' })),
    ),
  assist: {
    syntax: 'assignments',
    separator: '=',
    parametersAt: path => (path.length === 0 ? { table: SPRING_PARAMETERS } : undefined),
  },
};

function springOf(source: Source, root: Node): Fragment<CassandraData>[] {
  const written = writtenIn(source, root).filter(({ key }) => /^spring\.(?:data\.)?cassandra\./.test(key));
  const [first] = written;
  return first === undefined ? [] : clientOf(source, 'spring', written, first.keyOrigin.span);
}

function clientOf(
  source: Source,
  from: ClientDraft['from'],
  written: readonly Written[],
  span: { readonly start: number; readonly end: number },
  profile?: string,
): Fragment<CassandraData>[] {
  if (written.length === 0) return [];
  const contacts = written.filter(({ key }) => CLIENT_PARAMETERS.find(key)?.name === 'basic.contact-points');
  const folder = folderOf(source.uri);
  const name = folder.slice(folder.lastIndexOf('/') + 1) || source.name;
  return [
    fragment('cassandra', source, {
      kind: 'client',
      from,
      folder,
      name: profile === undefined ? name : `${name} (profile ${profile})`,
      targets: contacts.flatMap(({ raw, origin }): Named[] =>
        (typeof raw === 'object' ? raw : raw === undefined ? [] : String(raw).split(','))
          .slice(0, 100)
          .map(text => ({ text: text.trim(), origin }))
          .filter(({ text }) => text !== '' && !/\$\{/.test(text)),
      ),
      written: withVariablesHidden(written),
      origin: source.origin(span),
    }),
  ];
}
