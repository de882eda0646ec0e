import { readJson } from '../../../documents/readers/json.js';
import { folderOfUri } from '../../folders.js';
import { isUntold } from '../../kit/written.js';
import type { Named } from '../../model.js';
import type { Fragment, ServiceFormat } from '../../module.js';
import { instancesOf, partOf, repositoryOf, tagOf } from '../../services/index.js';
import type { ServiceDraft } from '../../services/model.js';
import type { Written } from '../../settings.js';
import { parseVersion } from '../../version.js';
import type { RabbitData } from './data.js';

/** Containers of RabbitMQ that are told to be a cluster, and `rabbitmqctl set_policy` in scripts. */
export const SERVICES: ServiceFormat<RabbitData> = {
  detects: service => isImage(service) || commandsOf(service).some(isPolicy),
  read: service => {
    const policies = commandsOf(service).flatMap(words => policyOf(service, words));
    if (policies.length > 0 || !isImage(service)) return policies;
    const tag = tagOf(service.image!.text);
    const version = tag === undefined ? undefined : parseVersion(tag);
    const { instances, open } = instancesOf(service);
    const { uri } = service.source;
    return instances.map(
      (instance): Fragment<RabbitData> => ({
        system: 'rabbitmq',
        uri,
        origin: service.origin,
        data: {
          kind: 'node',
          from: 'service',
          uri,
          folder: folderOfUri(uri),
          name: instance.name,
          written: [],
          listed: [],
          ...(version === undefined || service.image === undefined
            ? {}
            : { version: { version, origin: service.image.origin } }),
          hosts: instance.hosts.filter(host => !isUntold(host)),
          copies: open ? undefined : 1,
          origin: service.origin,
        },
      }),
    );
  },
};

function isImage({ image, from }: ServiceDraft): boolean {
  return image !== undefined && from !== 'helm' && /(?:^|\/)rabbitmq$/.test(repositoryOf(image.text));
}

function commandsOf(service: ServiceDraft): readonly (readonly Named[])[] {
  return service.commands.length > 0 ? service.commands : [service.args];
}

function isPolicy(words: readonly Named[]): boolean {
  return (
    words.some(({ text }) => /(?:^|\/)rabbitmqctl$/.test(text)) &&
    words.some(({ text }) => text === 'set_policy')
  );
}

function isOption(text: string): boolean {
  return /^-{1,2}[a-z]/i.test(text);
}

/** `rabbitmqctl set_policy ha "^orders" '{"ha-mode":"all"}'`. */
function policyOf(service: ServiceDraft, words: readonly Named[]): Fragment<RabbitData>[] {
  if (!isPolicy(words)) return [];
  const at = words.findIndex(({ text }) => text === 'set_policy');
  // `-p VHOST` goes before the name, and takes a word of its own.
  const rest = words
    .slice(at + 1)
    .filter(
      ({ text }, i, all) =>
        !isOption(text) && !(i > 0 && isOption(all[i - 1]!.text) && !all[i - 1]!.text.includes('=')),
    );
  const body = rest.find(({ text }) => text.startsWith('{'));
  const name = rest.find(({ text }) => /^[\w.-]+$/.test(text) && !text.startsWith('-'));
  if (body === undefined || name === undefined || body.text.length > 10_000) return [];
  const root = readJson(body.text);
  if (root?.kind !== 'map') return [];
  const written = root.entries.flatMap(({ key, keySpan, value }): Written[] =>
    value.kind !== 'scalar' || value.value === null
      ? []
      : [
          {
            key,
            raw: isUntold(String(value.value)) ? undefined : value.value,
            keyOrigin: partOf(body, keySpan.start, keySpan.end).origin,
            origin: partOf(body, value.span.start, value.span.end).origin,
          },
        ],
  );
  const { uri } = service.source;
  return [
    {
      system: 'rabbitmq',
      uri,
      origin: name.origin,
      data: { kind: 'policy', uri, folder: folderOfUri(uri), name: name.text, written, origin: name.origin },
    },
  ];
}
