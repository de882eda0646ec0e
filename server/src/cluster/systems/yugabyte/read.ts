import { readJson } from '../../../documents/readers/json.js';
import { itemsOf, numberAt, textAt, valueAt } from '../../../documents/tree.js';
import { folderOfUri } from '../../folders.js';
import { lastPart, nodeFolder } from '../../kit/places.js';
import { isUntold, writtenInFlags } from '../../kit/written.js';
import type { Named } from '../../model.js';
import type { ConfigFormat, Fragment, ServiceFormat, StatementFormat } from '../../module.js';
import { instancesOf } from '../../services/index.js';
import type { ServiceDraft } from '../../services/model.js';
import type { Written } from '../../settings.js';
import type { Block, YugabyteData } from './data.js';
import { YUGABYTE_PARAMETERS } from './parameters.js';

const TABLESPACE =
  /\bcreate\s+tablespace\s+(?:if\s+not\s+exists\s+)?("?)([\w$]{1,120})\1\s+with\s*\(\s*replica_placement\s*=\s*'([^']{1,20000})'/i;

/** Tablespaces with a placement. */
export const STATEMENTS: StatementFormat<YugabyteData> = {
  dialects: ['yugabyte', 'postgres'],
  mayBe: /\breplica_placement\b/i,
  read: unit => {
    const found = TABLESPACE.exec(unit.piece.text);
    const tree = found === null ? undefined : readJson(found[3]!);
    if (found === null || tree?.kind !== 'map') return [];
    const base = found.index + found[0].length - 1 - found[3]!.length;
    const at = (start: number, end: number) => ({ unit, span: { start, end } });
    const copies = numberAt(tree, 'num_replicas');
    if (copies?.value === undefined) return [];
    const blocks = itemsOf(valueAt(tree, 'placement_blocks'))
      .slice(0, 100)
      .map(
        (block): Block => ({
          region: textAt(block, 'region')?.value ?? '',
          zone: textAt(block, 'zone')?.value ?? '',
          least: numberAt(block, 'min_num_replicas')?.value ?? 0,
        }),
      );
    const place = at(base + copies.span.start, base + copies.span.end);
    const nameStart =
      found[0].toLowerCase().indexOf(found[2]!.toLowerCase(), 'create tablespace'.length) + found.index;
    const origin = at(nameStart, nameStart + found[2]!.length);
    const data: YugabyteData = {
      kind: 'tablespace',
      folder: folderOfUri(unit.uri),
      name: found[2]!,
      copies: copies.value,
      blocks,
      written: [{ key: 'num_replicas', raw: copies.value, keyOrigin: place, origin: place }],
      origin,
    };
    return [{ system: 'yugabyte', uri: unit.uri, origin, data } satisfies Fragment<YugabyteData>];
  },
};

const LINE = /^[ \t]*--([A-Za-z][\w-]{0,100})(?:[= \t]([^\r\n#]{0,2000}))?/gm;

/** Files of flags: a line each. */
export const FLAGFILE: ConfigFormat<YugabyteData> = {
  assist: {
    syntax: 'assignments',
    separator: '=',
    parametersAt: path =>
      path.length === 0 ? { table: YUGABYTE_PARAMETERS, spelling: name => `--${name}` } : undefined,
  },
  title: 'a file of flags (--flagfile)',
  detects: source =>
    /\.(?:conf|cfg|gflags|flags)(?:\.\w+)?$/.test(source.name) &&
    /^[ \t]*--(?:master_addresses|tserver_master_addrs)\b/m.test(source.text),
  read: source => {
    const written: Written[] = [];
    for (const found of source.text.matchAll(LINE)) {
      if (written.length >= 500) break;
      const key = found[1]!.replaceAll('-', '_');
      if (YUGABYTE_PARAMETERS.find(key) === undefined) continue;
      const start = found.index + found[0].indexOf('--') + 2;
      const value = (found[2] ?? '').replace(/^[= \t]+/, '').trim();
      const from = value === '' ? start : found.index + found[0].lastIndexOf(value);
      written.push({
        key,
        raw: isUntold(value) ? undefined : value === '' ? true : value,
        keyOrigin: source.origin({ start, end: start + found[1]!.length }),
        origin: source.origin({ start: from, end: from + (value === '' ? found[1]!.length : value.length) }),
      });
    }
    if (written.length === 0) return [];
    const what = written.some(({ key }) => key === 'tserver_master_addrs') ? 'tserver' : 'master';
    const origin = written[0]!.keyOrigin;
    return [
      {
        system: 'yugabyte',
        uri: source.uri,
        origin,
        data: {
          kind: 'server',
          what,
          folder: folderOfUri(source.uri),
          name: `${what} ${lastPart(nodeFolder(source.uri))}`,
          hosts: [],
          copies: undefined,
          written,
          origin,
        },
      },
    ];
  },
};

/** Containers, units and scripts that start masters, tablet servers or `yugabyted`. */
export const SERVICES: ServiceFormat<YugabyteData> = {
  detects: service => service.from !== 'helm' && commandOf(service) !== undefined,
  read: service => {
    const command = commandOf(service);
    if (command === undefined) return [];
    const written = writtenInFlags(command.words, name => name === 'background' || name === 'insecure').map(
      each => ({
        ...each,
        key: each.key.replaceAll('-', '_'),
      }),
    );
    const { instances, open } = instancesOf(service);
    return instances.map(
      (instance): Fragment<YugabyteData> => ({
        system: 'yugabyte',
        uri: service.source.uri,
        origin: service.origin,
        data: {
          kind: 'server',
          what: command.what,
          folder: folderOfUri(service.source.uri),
          name: instance.name,
          hosts: instance.hosts.filter(host => !isUntold(host)),
          copies: open ? undefined : 1,
          written,
          origin: service.origin,
        },
      }),
    );
  },
};

function commandOf(
  service: ServiceDraft,
): { readonly words: readonly Named[]; readonly what: 'master' | 'tserver' | 'both' } | undefined {
  const commands = service.commands.length > 0 ? service.commands : [service.args];
  for (const words of commands) {
    const at = words
      .slice(0, 4)
      .findIndex(({ text }) => /(?:^|\/)(?:yb-master|yb-tserver|yugabyted)$/.test(text));
    if (at < 0) continue;
    const program = words[at]!.text;
    if (program.endsWith('yugabyted') && words[at + 1]?.text !== 'start') continue;
    return {
      words: words.slice(at),
      what: program.endsWith('master') ? 'master' : program.endsWith('tserver') ? 'tserver' : 'both',
    };
  }
  return undefined;
}
