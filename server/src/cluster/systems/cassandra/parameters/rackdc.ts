import { parameterTable } from '../../../parameter.js';
import { BOOLEAN, row, TEXT } from './row.js';

const source =
  'https://cassandra.apache.org/doc/latest/cassandra/managing/configuration/cass_rackdc_file.html';

/** Settings of `cassandra-rackdc.properties`. */
export const RACKDC_PARAMETERS = parameterTable('cassandra', [
  row('dc', TEXT, 'DC1', 'Data centre of this node, as keyspaces name it. Upper and lower case differ.', {
    source,
  }),
  row(
    'rack',
    TEXT,
    'RAC1',
    'Rack or zone of this node: replicas go to different ones where there are enough.',
    {
      source,
    },
  ),
  row('prefer_local', BOOLEAN, false, 'Talks to nodes of the own data centre by their inner address.', {
    source,
  }),
  row('dc_suffix', TEXT, undefined, 'Put behind the region that a cloud snitch finds out.', { source }),
  row(
    'ec2_naming_scheme',
    { kind: 'enum', values: ['legacy', 'standard'] },
    'legacy',
    'How Ec2Snitch names data centres and racks: `us-east` and `1a`, or `us-east-1` and `us-east-1a`.',
    { source, since: '4.0' },
  ),
]);
