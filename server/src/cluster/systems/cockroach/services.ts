import { folderOfUri } from '../../folders.js';
import { isUntold, writtenInFlags } from '../../kit/written.js';
import type { Named } from '../../model.js';
import type { Fragment, ServiceFormat } from '../../module.js';
import { instancesOf, repositoryOf, tagOf } from '../../services/index.js';
import type { ServiceDraft } from '../../services/model.js';
import { parseVersion } from '../../version.js';
import type { CockroachData } from './data.js';
import { SWITCHES } from './parameters.js';

/** Containers, units and scripts that start nodes. */
export const SERVICES: ServiceFormat<CockroachData> = {
  detects: service => service.from !== 'helm' && commandOf(service) !== undefined,
  read: service => {
    const command = commandOf(service);
    if (command === undefined) return [];
    const written = writtenInFlags(command.words, name => SWITCHES.has(name));
    const tag = isImage(service) ? tagOf(service.image!.text) : undefined;
    const version = tag === undefined ? undefined : parseVersion(tag);
    const { instances, open } = instancesOf(service);
    return instances.map(
      (instance): Fragment<CockroachData> => ({
        system: 'cockroach',
        uri: service.source.uri,
        origin: service.origin,
        data: {
          kind: 'node',
          uri: service.source.uri,
          folder: folderOfUri(service.source.uri),
          name: instance.name,
          hosts: instance.hosts.filter(host => !isUntold(host)),
          single: command.single,
          copies: open ? undefined : 1,
          written,
          ...(version === undefined ? {} : { version: { version, origin: service.image!.origin } }),
          origin: service.origin,
        },
      }),
    );
  },
};

function isImage({ image }: ServiceDraft): boolean {
  return image !== undefined && /(?:^|\/)cockroach(?:db)?$/.test(repositoryOf(image.text));
}

function commandOf(
  service: ServiceDraft,
): { readonly words: readonly Named[]; readonly single: boolean } | undefined {
  const commands = service.commands.length > 0 ? service.commands : [service.args];
  for (const words of commands) {
    const [first, second] = words;
    const own = /(?:^|\/)cockroach$/.test(first?.text ?? '');
    const verb = own ? second?.text : isImage(service) ? first?.text : undefined;
    if (verb === 'start' || verb === 'start-single-node') return { words, single: verb !== 'start' };
  }
  return undefined;
}
