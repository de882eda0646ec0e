import { eachGiven, oneFile, valueFix, voters } from '../lib/cluster/consensus.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'clickhouse-keeper-no-sync',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['clickhouse'],
  summary: 'The Keeper does not wait for the disk.',
  gains: 'Writes of metadata are faster.',
  costs:
    'A majority acknowledges what only its memory has: after a power cut the Keepers have forgotten parts that replicas have, and tables stop as inconsistent.',
  fineWhen: 'Tests.',
  advice: 'Leave `force_sync` on.',
  sources: [
    { title: 'ClickHouse Keeper', url: 'https://clickhouse.com/docs/guides/sre/keeper/clickhouse-keeper' },
  ],
  bad: [
    oneFile(
      'clickhouse',
      'keeper.xml',
      '<clickhouse>\n  <keeper_server>\n    <server_id>1</server_id>\n    <coordination_settings><force_sync>false</force_sync></coordination_settings>\n    <raft_configuration>\n      <server><id>1</id><hostname>k1</hostname><port>9234</port></server>\n      <server><id>2</id><hostname>k2</hostname><port>9234</port></server>\n      <server><id>3</id><hostname>k3</hostname><port>9234</port></server>\n    </raft_configuration>\n  </keeper_server>\n</clickhouse>\n',
      'power',
    ),
  ],
  good: [
    oneFile(
      'clickhouse',
      'keeper.xml',
      '<clickhouse>\n  <keeper_server>\n    <server_id>1</server_id>\n    <coordination_settings><force_sync>true</force_sync></coordination_settings>\n    <raft_configuration>\n      <server><id>1</id><hostname>k1</hostname><port>9234</port></server>\n      <server><id>2</id><hostname>k2</hostname><port>9234</port></server>\n      <server><id>3</id><hostname>k3</hostname><port>9234</port></server>\n    </raft_configuration>\n  </keeper_server>\n</clickhouse>\n',
    ),
  ],
  check(cluster, context) {
    if (voters(cluster).length === 0) return;
    eachGiven(cluster, 'keeper_server.coordination_settings.force_sync', ({ effective, written }) => {
      if (effective !== false) return;
      context.report({
        origin: written.origin,
        message:
          'The Keepers acknowledge before a disk has a write: after a power cut they have forgotten what replicas already did. Leave force_sync on.',
        fixes: () => [valueFix('Wait for the disk', written, 'true')],
      });
    });
  },
});
