import { INI, readAssignments } from '../../../documents/readers/assignments.js';
import { valueAt } from '../../../documents/tree.js';
import type { ConfigFormat } from '../../module.js';
import type { Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import { withVariablesHidden } from '../../variables.js';
import { folderOf } from '../postgres/conf.js';
import { readConninfo } from '../postgres/conninfo.js';
import type { PostgresData } from '../postgres/data.js';
import type { AutoFailoverCommand } from './commands.js';
import { AUTO_FAILOVER_PARAMETERS } from './parameters.js';

/** `pg_autoctl.cfg` of a node or of the monitor, which `pg_autoctl create` writes. */
export const AUTOCTL_CFG: ConfigFormat<PostgresData> = {
  title: 'pg_autoctl.cfg',
  detects: ({ name, text }) =>
    /\.(?:cfg|conf|ini)(?:\.[a-z0-9]{1,10})?$/.test(name) &&
    /^[ \t]*\[pg_autoctl\]/m.test(text) &&
    /^[ \t]*role[ \t]*=/m.test(text),
  read: source => {
    const data = nodeIn(source);
    return data === undefined ? [] : [{ system: 'pg_auto_failover', uri: source.uri, ...data }];
  },
  assist: {
    syntax: 'assignments',
    parametersAt: ([section]) =>
      section === 'pg_autoctl'
        ? { table: AUTO_FAILOVER_PARAMETERS }
        : section === 'timeout' || section === 'ssl'
          ? { table: AUTO_FAILOVER_PARAMETERS, prefix: `${section}.` }
          : undefined,
  },
};

function nodeIn(source: Source) {
  const tree = source.tree('pg_autoctl', text => readAssignments(text, INI));
  const section = valueAt(tree, 'pg_autoctl');
  if (section?.kind !== 'map') return undefined;
  const written = withVariablesHidden([
    ...writtenIn(source, section),
    ...writtenIn(source, valueAt(tree, 'timeout'), 'timeout'),
    ...writtenIn(source, valueAt(tree, 'ssl'), 'ssl'),
  ]);
  const of = (key: string): Written | undefined => written.find(each => each.key === key);
  const text = (key: string): string | undefined => {
    const raw = of(key)?.raw;
    return typeof raw === 'string' && raw !== '' ? raw : undefined;
  };
  // Until 1.4 it was called after the node.
  const host = text('hostname') ?? text('nodename');
  const uri = text('monitor');
  const monitor = uri === undefined ? undefined : readConninfo(uri)?.hosts[0]?.host;
  const role = text('role') === 'monitor' ? ('monitor' as const) : ('node' as const);
  const name = text('name') ?? host ?? 'node';
  const data: AutoFailoverCommand = {
    kind: 'autofailover',
    role,
    name: role === 'monitor' ? (host ?? 'monitor') : name,
    hosts: host === undefined ? [] : [host],
    site: {},
    monitor:
      monitor === undefined ? undefined : { text: monitor, origin: of('monitor')?.origin ?? source.top },
    written,
    // Nodes of one monitor are one cluster, each with a file in a folder of its own.
    group: `monitor ${(role === 'monitor' ? host : monitor) ?? source.path}`,
    folder: folderOf(folderOf(source.path)),
  };
  const place = of('role') ?? written[0];
  return { origin: place?.keyOrigin ?? source.top, data };
}
