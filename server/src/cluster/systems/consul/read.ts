import { readHcl } from '../../../documents/readers/hcl.js';
import { readJson } from '../../../documents/readers/json.js';
import type { Node } from '../../../documents/tree.js';
import { folderOfUri } from '../../folders.js';
import { nodeFolder, versionIn } from '../../kit/places.js';
import { isUntold, lastOf, textOf } from '../../kit/written.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import type { Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import type { ConsulAgent } from './data.js';
import { CONSUL_PARAMETERS } from './parameters.js';

/** `consul.hcl`, and the other files of a config directory. */
export const HCL: ConfigFormat<ConsulAgent> = {
  title: 'Consul HCL',
  detects: ({ name, text }) =>
    /\.hcl(?:\.[a-z0-9]+)?$/.test(name) &&
    (KEYS.test(text) || isAccessList(text)) &&
    !/^[ \t]*(?:storage|listener|seal)[ \t]+"/m.test(text) &&
    !/^[ \t]*client[ \t]*\{/m.test(text),
  read: source => agentOf(source, source.tree('hcl', readHcl)),
  assist: { syntax: 'hcl', parametersAt: path => below(path) },
};

const KEYS =
  /^[ \t]*"?(?:server|bootstrap_expect|retry_join|datacenter|node_name|raft_protocol|autopilot|performance|dns_config)"?[ \t]*[={:]/m;

/** A file of a config directory that holds access lists alone. */
function isAccessList(text: string): boolean {
  return /"?\bacl"?[ \t]*[={:]/.test(text) && /"?\bdefault_policy"?[ \t]*[=:]/.test(text);
}

/** `config.json`. */
export const JSON_CONFIG: ConfigFormat<ConsulAgent> = {
  title: 'Consul JSON',
  detects: ({ name, path, text }) =>
    /\.json(?:\.[a-z0-9]+)?$/.test(name) &&
    ((isAccessList(text) && /consul/.test(path)) ||
      (/"(?:server|bootstrap_expect|retry_join|raft_protocol)"[ \t]*:/.test(text) &&
        /"(?:datacenter|data_dir|node_name|bootstrap_expect|retry_join)"[ \t]*:/.test(text) &&
        (/consul/.test(path) || /"bootstrap_expect"|"retry_join"|"raft_protocol"/.test(text)))),
  read: source => agentOf(source, source.tree('json', readJson)),
  assist: { syntax: 'json', parametersAt: path => below(path) },
};

function below(path: readonly string[]) {
  return path.length === 0
    ? { table: CONSUL_PARAMETERS }
    : { table: CONSUL_PARAMETERS, prefix: `${path.join('.')}.` };
}

function agentOf(source: Source, root: Node | undefined): Fragment<ConsulAgent>[] {
  if (root?.kind !== 'map') return [];
  const written = writtenOf(source, root);
  const known = written.filter(({ key }) => CONSUL_PARAMETERS.find(key) !== undefined);
  if (known.length === 0) return [];
  const version = versionIn(source, 'Consul');
  const name = textOf(lastOf(written, 'node_name'));
  const origin = (lastOf(known, 'bootstrap_expect', 'server') ?? known[0]!).keyOrigin;
  return [
    {
      system: 'consul',
      uri: source.uri,
      origin,
      data: {
        from: 'file',
        uri: source.uri,
        folder: source.embedding === undefined ? nodeFolder(source.uri) : folderOfUri(source.uri),
        ...(name === undefined ? {} : { name }),
        written,
        ...(version === undefined ? {} : { version }),
        hosts: [],
        site: {},
        copies: 1,
        origin,
      },
    },
  ];
}

/** A block of HCL may also stand in a list of one: `performance = [{ … }]`. */
export function writtenOf(source: Source, root: Node): Written[] {
  return writtenIn(source, root).map(each => {
    const text = each.origin.unit.piece.text.slice(each.origin.span.start, each.origin.span.end);
    return each.raw !== undefined && isUntold(text) ? { ...each, raw: undefined } : each;
  });
}
