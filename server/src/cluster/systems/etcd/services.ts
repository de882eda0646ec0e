import { folderOfUri } from '../../folders.js';
import {
  isUntold,
  lastOf,
  partsOf,
  textOf,
  writtenInEnvironment,
  writtenInFlags,
} from '../../kit/written.js';
import type { Named } from '../../model.js';
import type { Fragment, ServiceFormat } from '../../module.js';
import { baseName } from '../../services/command.js';
import { instancesOf, repositoryOf, tagOf } from '../../services/index.js';
import type { ServiceDraft } from '../../services/model.js';
import { parseVersion } from '../../version.js';
import type { EtcdData } from './data.js';
import { SWITCHES } from './parameters.js';
import { flagOf } from './read.js';

/** Containers, units, Procfiles and scripts that run etcd, and charts that start it. */
export const SERVICES: ServiceFormat<EtcdData> = {
  detects: service =>
    isImage(service) ||
    commandsOf(service).some(words => isServer(words) || isLearner(words) || isReader(words)),
  read: service => {
    const commands = commandsOf(service);
    const learner = commands.find(isLearner);
    if (learner !== undefined && !isImage(service)) return learnerOf(service, learner);
    const readers = commands.filter(isReader);
    if (readers.length > 0 && !isImage(service)) return readers.flatMap(words => readerOf(service, words));
    const command =
      commands.find(isServer) ?? (isImage(service) && !startsOther(service) ? service.args : undefined);
    if (command === undefined) return [];
    if (/\bgrpc-proxy\b|\bgateway\b/.test(command[1]?.text ?? '')) return [];
    const written = [
      ...writtenInEnvironment(service, flagOf),
      ...writtenInFlags(command, name => SWITCHES.has(name)),
    ];
    // A unit that only names the program takes its settings from a file that stands elsewhere.
    if (service.from !== 'helm' && !isImage(service) && !written.some(({ raw }) => raw !== undefined))
      return [];
    // Other containers of its network alone reach it: `container.within`.
    if (isImage(service) && service.published?.some(port => PORTS.has(port)) === false) {
      const { origin } = service.image!;
      written.push({ key: 'container.within', raw: true, keyOrigin: origin, origin });
    }
    const variableFiles = service.envFiles.map(({ text }) => baseName(text).toLowerCase());
    if (lastOf(written, 'config-file') !== undefined && written.length === 1 && !isImage(service)) return [];
    const tag = service.image !== undefined && isImage(service) ? tagOf(service.image.text) : undefined;
    const version = tag === undefined ? undefined : parseVersion(tag);
    // Charts make sets of pods, which are numbered from 0.
    const { instances, open } = instancesOf(
      service.from === 'helm'
        ? { ...service, kind: 'StatefulSet', headless: `${service.name}-headless` }
        : service,
    );
    const told = textOf(lastOf(written, 'name'));
    return instances.map((instance): Fragment<EtcdData> => {
      const name = instances.length === 1 ? told : instance.name;
      return {
        system: 'etcd',
        uri: service.source.uri,
        origin: service.origin,
        data: {
          kind: 'node',
          from: service.from === 'helm' ? 'chart' : 'service',
          uri: service.source.uri,
          folder: folderOfUri(service.source.uri),
          ...(service.from === 'compose' ? { compose: true as const } : {}),
          ...(name === undefined ? (instances.length > 1 ? { name: instance.name } : {}) : { name }),
          ...(told === undefined && instances.length > 1 ? { guessed: true as const } : {}),
          written,
          ...(version === undefined || service.image === undefined
            ? {}
            : { version: { version, origin: service.image.origin } }),
          // A process of a unit or Procfile has a name, and no address.
          hosts: CONTAINERS.has(service.from) ? instance.hosts.filter(host => !isUntold(host)) : [],
          site: service.site,
          ...(variableFiles.length > 0 ? { variableFiles } : {}),
          copies: open ? undefined : 1,
          origin: service.origin,
        },
      };
    });
  },
};

const PORTS: ReadonlySet<number> = new Set([2379, 2380, 4001]);
const CONTAINERS: ReadonlySet<string> = new Set(['compose', 'kubernetes', 'helm']);

function isImage({ image }: ServiceDraft): boolean {
  return image !== undefined && /(?:^|\/)etcd(?:-amd64|-arm64)?$/.test(repositoryOf(image.text));
}

/** The image runs something else: `etcdctl`, a script that waits. */
function startsOther({ args }: ServiceDraft): boolean {
  const first = args[0]?.text;
  return first !== undefined && !first.startsWith('-');
}

function commandsOf(service: ServiceDraft): readonly (readonly Named[])[] {
  return service.commands.length > 0 ? service.commands : [service.args];
}

function isServer([first]: readonly Named[]): boolean {
  return first !== undefined && /(?:^|\/)etcd$/.test(first.text);
}

function isLearner(words: readonly Named[]): boolean {
  return (
    /(?:^|\/)etcdctl$/.test(words[0]?.text ?? '') &&
    words.some(({ text }) => /^--learner(?:=true)?$/.test(text)) &&
    words.some(({ text }, i) => text === 'member' && words[i + 1]?.text === 'add')
  );
}

function learnerOf(service: ServiceDraft, words: readonly Named[]): Fragment<EtcdData>[] {
  const at = words.findIndex(({ text }) => text === 'add');
  const name = words[at + 1];
  if (name === undefined || name.text.startsWith('-') || isUntold(name.text)) return [];
  const { uri } = service.source;
  return [
    {
      system: 'etcd',
      uri,
      origin: name.origin,
      data: { kind: 'learner', uri, folder: folderOfUri(uri), name: name.text, origin: name.origin },
    },
  ];
}

function isReader(words: readonly Named[]): boolean {
  return (
    /(?:^|\/)etcdctl$/.test(words[0]?.text ?? '') &&
    words.some(({ text }) => /^--consistency(?:=|$)/.test(text))
  );
}

function readerOf(service: ServiceDraft, words: readonly Named[]): Fragment<EtcdData>[] {
  const written = writtenInFlags(words, () => false).filter(
    ({ key }) => key === 'consistency' || key === 'endpoints',
  );
  const consistency = lastOf(written, 'consistency');
  if (consistency === undefined) return [];
  const endpoints = lastOf(written, 'endpoints');
  const { uri } = service.source;
  return [
    {
      system: 'etcd',
      uri,
      origin: consistency.origin,
      data: {
        kind: 'reader',
        uri,
        folder: folderOfUri(uri),
        targets: endpoints === undefined ? [] : partsOf(endpoints, /,/),
        written: [consistency],
        origin: consistency.origin,
      },
    },
  ];
}
