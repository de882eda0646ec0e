import { PROPERTIES, readAssignments } from '../../../documents/readers/assignments.js';
import { folderOfUri } from '../../folders.js';
import { lastPart, nodeFolder, versionIn } from '../../kit/places.js';
import { isUntold, textOf, writtenFlat } from '../../kit/written.js';
import type { Named } from '../../model.js';
import type { ConfigFormat } from '../../module.js';
import type { Written } from '../../settings.js';
import type { ListedServer, ZooNode } from './data.js';
import { ZOOKEEPER_PARAMETERS } from './parameters.js';

/** `zoo.cfg`, and the `zookeeper.properties` that comes with Kafka. */
export const CONFIG: ConfigFormat<ZooNode> = {
  title: 'zoo.cfg',
  detects: ({ name, text }) =>
    /\.(?:cfg|properties|conf|dynamic|sample)(?:\.[a-z0-9]+)?$/.test(name) &&
    (/^[ \t]*(?:tickTime|clientPort|dataDir)[ \t]*=/m.test(text) ||
      /^[ \t]*server\.\d+[ \t]*=/m.test(text)) &&
    (/^zoo/.test(name) ||
      /^[ \t]*(?:tickTime|initLimit|syncLimit|autopurge\.\w+|server\.\d+)[ \t]*=/m.test(text)),
  read: source => {
    const written = writtenFlat(
      source,
      source.tree('properties', text => readAssignments(text, PROPERTIES)),
    );
    const known = written.filter(
      ({ key }) => ZOOKEEPER_PARAMETERS.find(key) !== undefined || SERVER.test(key),
    );
    if (known.length === 0) return [];
    const lines = written.filter(({ key }) => SERVER.test(key));
    const version = versionIn(source, 'ZooKeeper');
    const origin = (lines[0] ?? known[0]!).keyOrigin;
    const folder = source.embedding === undefined ? nodeFolder(source.uri) : folderOfUri(source.uri);
    return [
      {
        system: 'zookeeper',
        uri: source.uri,
        origin,
        data: {
          from: 'file',
          uri: source.uri,
          folder,
          name: lastPart(folder) || 'zookeeper',
          servers: lines.flatMap(each => serverOf(SERVER.exec(each.key)![1]!, each) ?? []),
          // Lines that a template repeats stand for several.
          hidden:
            lines.some(each => each.raw === undefined) ||
            /^[^#\n]{0,20}(?:\{%|\{\{|\$\{)[^\n]{0,60}(?:for|range|server)/m.test(source.text) ||
            written.some(({ key }) => key === 'dynamicConfigFile'),
          written,
          ...(version === undefined ? {} : { version }),
          hosts: [],
          site: {},
          copies: 1,
          origin,
        },
      },
    ];
  },
  assist: {
    syntax: 'assignments',
    separator: '=',
    parametersAt: path => (path.length === 0 ? { table: ZOOKEEPER_PARAMETERS } : undefined),
  },
};

const SERVER = /^server\.(\d{1,10})$/;

function serverOf(id: string, written: Written): ListedServer | undefined {
  const text = textOf(written);
  return text === undefined ? undefined : listed(id, { text, origin: written.origin });
}

/** `zoo1:2888:3888:observer;2181`; of several addresses (`a:2888:3888|b:2888:3888`) the first. */
export function listed(id: string, { text, origin }: Named): ListedServer | undefined {
  const [addresses = '', client] = text.split(';');
  const first = addresses.split('|')[0]!.trim();
  const host = /^(\[[^\]]+\]|[^:]+)/.exec(first)?.[1];
  if (host === undefined || isUntold(host)) return undefined;
  const port = client === undefined ? undefined : /(\d+)$/.exec(client.trim())?.[1];
  return {
    id,
    host: host.toLowerCase(),
    ...(port === undefined ? {} : { clientPort: port }),
    observer: /:observer\b/i.test(text),
    origin,
  };
}
