import { INI, readAssignments } from '../../../documents/readers/assignments.js';
import type { Entry, MapNode } from '../../../documents/tree.js';
import type { Named } from '../../model.js';
import type { ConfigFormat } from '../../module.js';
import type { Written } from '../../settings.js';
import { rawOf, type Source } from '../../source.js';
import type { MysqlDraft } from '../mysql/data.js';
import { pathOf } from '../mysql/my-cnf.js';
import { MHA_TABLE } from './parameters.js';

/** Files of MHA's manager: `app1.cnf` with `[server1]` sections, `masterha_default.cnf`. */
export const MHA_FORMAT: ConfigFormat<MysqlDraft> = {
  title: 'MHA',
  detects: source =>
    /\.(?:cnf|conf)(?:\.[a-z0-9]+)?$/.test(source.name) && /^[ \t]*\[server[ _]default\]/im.test(source.text),
  read: readMha,
  assist: {
    syntax: 'assignments',
    booleans: ['1', '0'],
    separator: '=',
    parametersAt: path => (/^server/i.test(path[0] ?? '') ? { table: MHA_TABLE } : undefined),
  },
};

function readMha(source: Source) {
  const tree = source.tree('mha', text => readAssignments(text, INI));
  const sections = tree.entries.filter(
    (entry): entry is Entry & { value: MapNode } => entry.value.kind === 'map',
  );
  const written = ({ value }: { value: MapNode }): Written[] =>
    value.entries.map(({ key, keySpan, value: node }) => ({
      key: key.trim(),
      raw: rawOf(node),
      keyOrigin: source.origin(keySpan),
      origin: source.origin(node.span),
    }));
  const defaults = sections.filter(({ key }) => /^server[ _]default$/i.test(key));
  const servers = sections
    .filter(({ key }) => /^server\d+$/i.test(key))
    .slice(0, 1000)
    .map(section => {
      const own = written(section);
      const host = own.filter(({ key }) => key === 'hostname').at(-1);
      const named: Named = { text: section.key, origin: source.origin(section.keySpan) };
      return {
        section: named,
        written: own,
        hostname: host?.raw === undefined ? undefined : { text: String(host.raw), origin: host.origin },
      };
    });
  const origin = source.origin((defaults[0] ?? sections[0])!.keySpan);
  const data: MysqlDraft = {
    kind: 'mha',
    path: pathOf(source),
    defaults: defaults.flatMap(written),
    servers,
    origin,
  };
  return [{ system: 'mha' as const, uri: source.uri, origin, data }];
}
