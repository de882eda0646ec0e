import { type AssignmentSyntax, readAssignments } from '../../../documents/readers/assignments.js';
import { entryAt } from '../../../documents/tree.js';
import { hostOf } from '../../join.js';
import type { ConfigFormat } from '../../module.js';
import type { Source } from '../../source.js';
import type { MysqlDraft } from '../mysql/data.js';
import { nodeFolder } from '../mysql/group.js';
import { labelOf, pathOf } from '../mysql/my-cnf.js';
import { providerOptions, shown } from '../mysql/variables.js';
import { parseClusterAddress } from './address.js';

/** Options of garbd in a file, and those that services of distributions read from `/etc/default/garb`. */
const SYNTAX: AssignmentSyntax = {
  separators: '=',
  blank: true,
  comments: '#',
  inlineComments: '#',
  inlineAfterBlank: true,
  quotes: '\'"',
  bareKeys: true,
};

/** The arbitrator of Galera: `garb.cnf`, or `/etc/default/garb` with `GALERA_NODES` and `GALERA_GROUP`. */
export const GARB_FORMAT: ConfigFormat<MysqlDraft> = {
  title: 'garb.cnf',
  detects: source =>
    /^garbd?(?:\.[a-z0-9.]{1,20})?$/.test(source.name) &&
    /gcomm:|GALERA_GROUP|^[ \t]*group/m.test(source.text),
  read: readGarb,
};

function readGarb(source: Source) {
  const tree = source.tree('garb.cnf', text => readAssignments(text, SYNTAX));
  const text = (...names: readonly string[]) => {
    const entry = names.map(name => entryAt(tree, name)).find(each => each !== undefined);
    if (entry === undefined || entry.value.kind !== 'scalar') return undefined;
    const value = shown(String(entry.value.value ?? ''));
    return typeof value === 'string'
      ? { text: value, origin: source.origin(entry.value.span), span: entry.value.span }
      : undefined;
  };
  const group = text('group', 'GALERA_GROUP');
  const address = text('address', 'GALERA_NODES');
  if (group === undefined && address === undefined) return [];
  const options = text('options', 'GALERA_OPTIONS');
  const written = options === undefined ? [] : providerOptions(source, options.span);
  const path = pathOf(source);
  const listens = written.find(({ key, raw }) => key === 'gmcast.listen_addr' && raw !== undefined);
  const host = listens === undefined ? undefined : hostOf(String(listens.raw));
  const name = text('name')?.text;
  const folder = nodeFolder(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
  const data: MysqlDraft = {
    kind: 'arbitrator',
    path,
    label: name ?? `${labelOf(path)}@${folder.slice(folder.lastIndexOf('/') + 1)}`,
    group: group === undefined ? undefined : { text: group.text, origin: group.origin },
    addresses: parseClusterAddress((address?.text ?? '').trim().replace(/\s+/g, ','))?.hosts ?? [],
    written,
    hosts: [name, host].filter(each => each !== undefined && !/^(?:0\.0\.0\.0|::)$/.test(each)) as string[],
    site: {},
    origin: (group ?? address)!.origin,
  };
  return [{ system: 'mysql' as const, uri: source.uri, origin: data.origin, data }];
}
