import { readJson } from '../../../documents/readers/json.js';
import { itemsOf, valueAt } from '../../../documents/tree.js';
import type { Named } from '../../model.js';
import type { ConfigFormat } from '../../module.js';
import { type Source, writtenIn } from '../../source.js';
import type { MysqlDraft } from '../mysql/data.js';
import { pathOf } from '../mysql/my-cnf.js';
import { shown } from '../mysql/variables.js';
import { ORCHESTRATOR_TABLE } from './parameters.js';

/** `orchestrator.conf.json`. */
export const ORCHESTRATOR_FORMAT: ConfigFormat<MysqlDraft> = {
  title: 'orchestrator.conf.json',
  detects: source =>
    /\.json(?:\.[a-z0-9]+)?$/.test(source.name) &&
    /"(?:MySQLTopologyUser|MySQLTopologyCredentialsConfigFile|RecoverMasterClusterFilters|MySQLOrchestratorHost|RaftNodes)"/.test(
      source.text,
    ),
  read: readOrchestrator,
  assist: {
    syntax: 'json',
    parametersAt: path => (path.length === 0 ? { table: ORCHESTRATOR_TABLE } : undefined),
  },
};

function readOrchestrator(source: Source) {
  const tree = source.tree('json', readJson);
  if (tree?.kind !== 'map') return [];
  const written = writtenIn(source, tree).map(each =>
    typeof each.raw === 'string' ? { ...each, raw: shown(each.raw) } : each,
  );
  const first = written[0];
  if (first === undefined) return [];
  const raftNodes = itemsOf(valueAt(tree, 'RaftNodes')).flatMap((item): Named[] =>
    item.kind === 'scalar' && typeof item.value === 'string' && shown(item.value) !== undefined
      ? [{ text: item.value, origin: source.origin(item.span) }]
      : [],
  );
  const data: MysqlDraft = {
    kind: 'orchestrator',
    path: pathOf(source),
    written,
    raftNodes: raftNodes.slice(0, 1000),
    origin: first.keyOrigin,
  };
  return [{ system: 'orchestrator' as const, uri: source.uri, origin: data.origin, data }];
}
