import { PROPERTIES, readAssignments } from '../../../documents/readers/assignments.js';
import { isHidden } from '../../../documents/templates.js';
import { type MapNode, textAt } from '../../../documents/tree.js';
import type { ConfigFormat } from '../../module.js';
import { type Source, writtenIn } from '../../source.js';
import { type CassandraData, folderOf, type TopologyDraft } from './data.js';
import { RACKDC_PARAMETERS } from './parameters/rackdc.js';
import { fragment, namedOf } from './yaml.js';

/** `cassandra-rackdc.properties`: where this node stands. */
export const RACKDC: ConfigFormat<CassandraData> = {
  title: 'cassandra-rackdc.properties',
  detects: source => source.name.startsWith('cassandra-rackdc.properties'),
  read: source => {
    const root = rootOf(source);
    const dc = namedOf(source, entryValue(root, 'dc'));
    const rack = namedOf(source, entryValue(root, 'rack'));
    const written = writtenIn(source, root);
    if (written.length === 0) return [];
    return [
      fragment('cassandra', source, {
        kind: 'rackdc',
        folder: folderOf(source.uri),
        place: { ...(dc === undefined ? {} : { dc }), ...(rack === undefined ? {} : { rack }) },
        written,
        origin: source.top,
      }),
    ];
  },
  assist: {
    syntax: 'assignments',
    separator: '=',
    parametersAt: path => (path.length === 0 ? { table: RACKDC_PARAMETERS } : undefined),
  },
};

/** `cassandra-topology.properties`: where every node stands, for PropertyFileSnitch. */
export const TOPOLOGY: ConfigFormat<CassandraData> = {
  title: 'cassandra-topology.properties',
  detects: source =>
    source.name.startsWith('cassandra-topology.properties') && !source.name.endsWith('.example'),
  read: source => {
    const root = rootOf(source);
    const nodes: TopologyDraft['nodes'][number][] = [];
    let byDefault: TopologyDraft['byDefault'];
    for (const { key, keySpan, value } of root.entries.slice(0, MAX_NODES)) {
      const text = textAt(value)?.value;
      const parts = text?.split(':').map(part => part.trim());
      if (parts?.length !== 2 || parts.includes('')) continue;
      const [dc, rack] = parts as [string, string];
      const address = key.replaceAll('\\', '');
      // A line that a template writes for each of its hosts: how many there are, and where, is not known.
      if (isHidden(address) || isHidden(text!)) continue;
      if (address === 'default') byDefault = { dc, rack, origin: source.origin(value.span) };
      else nodes.push({ address: { text: address, origin: source.origin(keySpan) }, dc, rack });
    }
    if (nodes.length === 0 && byDefault === undefined) return [];
    return [
      fragment('cassandra', source, {
        kind: 'topology',
        folder: folderOf(source.uri),
        nodes,
        ...(byDefault === undefined ? {} : { byDefault }),
        origin: source.top,
      }),
    ];
  },
};

const MAX_NODES = 1000;

function rootOf(source: Source): MapNode {
  return source.tree('properties', text => readAssignments(text, { ...PROPERTIES, separators: '=' }));
}

function entryValue(root: MapNode, key: string) {
  return root.entries.filter(entry => entry.key === key).at(-1)?.value;
}
