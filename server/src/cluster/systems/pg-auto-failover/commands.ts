import type { Origin } from '../../../sql/reading.js';
import type { Named, Site } from '../../model.js';
import type { ServiceFormat } from '../../module.js';
import { instancesOf } from '../../services/instances.js';
import type { ServiceDraft } from '../../services/model.js';
import type { Written } from '../../settings.js';
import { folderOf } from '../postgres/conf.js';
import { readConninfo } from '../postgres/conninfo.js';
import type { PostgresData } from '../postgres/data.js';

/** A `pg_autoctl` command, in a service, a script or a unit. */
export interface AutoFailoverCommand {
  readonly kind: 'autofailover';
  readonly role: 'monitor' | 'node' | 'settings';
  readonly name: string;
  readonly hosts: readonly string[];
  readonly site: Site;
  /** Host of the monitor that a node reports to. */
  readonly monitor: Named | undefined;
  readonly written: readonly Written[];
  readonly group: string;
  readonly folder: string;
}

export const AUTO_FAILOVER_SERVICE: ServiceFormat<PostgresData> = {
  detects: service => commandsOf(service).length > 0,
  read: service =>
    commandsOf(service).flatMap(words =>
      instancesOf(service).instances.flatMap(({ name, hosts }) => {
        const data = read(service, words, name, hosts);
        return data === undefined
          ? []
          : [
              {
                system: 'pg_auto_failover' as const,
                uri: service.source.uri,
                origin: data.origin,
                data: data.data,
              },
            ];
      }),
    ),
};

function commandsOf({ commands, args }: ServiceDraft): readonly (readonly Named[])[] {
  return (commands.length > 0 ? commands : [args]).flatMap(words => {
    const at = words.findIndex(({ text }) => /(?:^|\/)pg_autoctl$/.test(text));
    return at === -1 ? [] : [words.slice(at)];
  });
}

function read(
  service: ServiceDraft,
  words: readonly Named[],
  name: string,
  hosts: readonly string[],
): { readonly data: AutoFailoverCommand; readonly origin: Origin } | undefined {
  const verb = words[1]?.text;
  const object = words[2]?.text;
  const common = { site: service.site, group: service.group, folder: folderOf(service.source.path) };
  const origin = words[0]!.origin;
  if (verb === 'create' && object === 'monitor') {
    const data = { kind: 'autofailover' as const, role: 'monitor' as const, name, hosts, monitor: undefined };
    return { origin, data: { ...data, written: flagsOf(words.slice(3)), ...common } };
  }
  if (verb === 'create' && (object === 'postgres' || object === 'coordinator' || object === 'worker')) {
    const written = flagsOf(words.slice(3));
    const given = written.find(({ key }) => key === 'monitor');
    const env = service.env.get('PG_AUTOCTL_MONITOR');
    const uri = typeof given?.raw === 'string' ? given.raw : env?.hidden ? undefined : env?.text;
    const host = uri === undefined ? undefined : readConninfo(uri)?.hosts[0]?.host;
    const hostname = written.find(({ key }) => key === 'hostname')?.raw;
    const named = written.find(({ key }) => key === 'name')?.raw;
    return {
      origin,
      data: {
        kind: 'autofailover',
        role: 'node',
        name: typeof named === 'string' ? named : name,
        hosts: typeof hostname === 'string' ? [hostname, ...hosts] : hosts,
        monitor:
          host === undefined ? undefined : { text: host, origin: given?.origin ?? env?.origin ?? origin },
        written,
        ...common,
      },
    };
  }
  if (verb === 'set' && object === 'formation' && words[3]?.text === 'number-sync-standbys' && words[4]) {
    const value = words.slice(4).find(({ text }) => /^\d+$/.test(text));
    if (value === undefined) return undefined;
    const written: Written = {
      key: 'number_sync_standbys',
      raw: value.text,
      keyOrigin: words[3].origin,
      origin: value.origin,
    };
    return {
      origin,
      data: {
        kind: 'autofailover',
        role: 'settings',
        name,
        hosts,
        monitor: undefined,
        written: [written],
        ...common,
      },
    };
  }
  return undefined;
}

/** `--flag value`, `--flag=value` and `--flag`. */
function flagsOf(words: readonly Named[]): readonly Written[] {
  const written: Written[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const found = /^--([a-z-]+)(?:=(.*))?$/s.exec(word.text);
    if (found === null) continue;
    const next = words[i + 1];
    const key = found[1]!;
    if (found[2] !== undefined) {
      written.push({ key, raw: known(found[2]), keyOrigin: word.origin, origin: word.origin });
    } else if (next !== undefined && !next.text.startsWith('-')) {
      written.push({ key, raw: known(next.text), keyOrigin: word.origin, origin: next.origin });
      i++;
    } else {
      written.push({ key, raw: true, keyOrigin: word.origin, origin: word.origin });
    }
  }
  return written;
}

/** A variable of the shell is not known. */
function known(text: string): string | undefined {
  return /\$[{(\w]/.test(text) ? undefined : text;
}
