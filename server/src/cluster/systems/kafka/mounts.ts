import { itemsOf, type Node } from '../../../documents/tree.js';
import { folderOfUri } from '../../folders.js';
import type { ConfigFormat } from '../../module.js';
import { readCompose } from '../../services/compose.js';
import { below, entriesOf, textBelow } from '../../services/scalars.js';
import type { Source } from '../../source.js';
import type { KafkaData, KafkaMounts } from './data.js';

/**
 * Compose files that mount `.properties` files into containers: which brokers of a folder are started, and what else is
 * mounted into the same container. https://docs.docker.com/reference/compose-file/services/#volumes
 */
export const MOUNTS: ConfigFormat<KafkaData> = {
  title: 'mounts of Kafka properties',
  detects: source =>
    /\.ya?ml$/.test(source.name) && MOUNT.test(source.text) && readCompose(source) !== undefined,
  read: source => {
    const started = source.yaml.flatMap(root =>
      entriesOf(below(root, 'services')).flatMap(({ value }) => mountsOf(source, value)),
    );
    const commented = [...source.text.matchAll(COMMENTED)].map(([, path]) => uriOf(source, path!));
    return [
      {
        system: 'kafka',
        uri: source.uri,
        origin: source.top,
        data: { kind: 'mounts', uri: source.uri, started, commented },
      },
    ];
  },
};

function mountsOf(source: Source, service: Node): KafkaMounts['started'] {
  const volumes = itemsOf(below(service, 'volumes')).map(item => {
    if (item.kind === 'scalar') {
      const [from = '', to = ''] = String(item.value).split(':');
      return { from, to };
    }
    return { from: textBelow(source, item, 'source') ?? '', to: textBelow(source, item, 'target') ?? '' };
  });
  const folders = volumes.flatMap(({ from, to }) => (from.endsWith('.properties') ? [] : [to]));
  return volumes.flatMap(({ from, to }) =>
    /^\.{0,2}\/?[\w./-]+\.properties$/.test(from)
      ? [{ file: uriOf(source, from), folders }]
      : isConfigFolder(from, to)
        ? CONFIGS.map(name => ({ file: uriOf(source, `${from}/${name}`), folders }))
        : [],
  );
}

/** True for a folder of the project that takes the place of Kafka's own: `./kafka1/config:/opt/kafka/config`. */
function isConfigFolder(from: string, to: string): boolean {
  return /^\.{1,2}\//.test(from) && /kafka[^:]*\/config(?:\/kraft)?\/?$/.test(to);
}

/** Files that Kafka's scripts start a broker with. */
const CONFIGS: readonly string[] = ['server.properties', 'broker.properties', 'kraft/server.properties'];

/** The URI of a path that stands in a compose file: it counts from that file's folder. */
function uriOf({ uri }: Source, path: string): string {
  let folder = folderOfUri(uri);
  const steps = path.split('/').filter(step => step !== '.' && step !== '');
  while (steps[0] === '..') {
    steps.shift();
    folder = folderOfUri(folder);
  }
  return [...(folder === '' ? [] : [folder]), ...steps].join('/').toLowerCase();
}

const MOUNT =
  /^[ \t]*(?:-[ \t]+|source:[ \t]*)["']?(?:[\w./-]*\.properties\b|\.{1,2}\/[^\s:]+:[^\s:]*kafka[^\s:]*\/config\b)/m;
const COMMENTED = /^[ \t]*#[ \t#]*-[ \t]+["']?([\w./-]+\.properties):/gm;
