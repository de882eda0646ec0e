import { majority, tolerance } from '../../cluster/quorum.js';
import { oneFile, voters } from '../lib/cluster/consensus.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'clickhouse-even-keepers',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['clickhouse'],
  summary: 'An even number of Keepers votes.',
  gains: 'One copy more of the metadata.',
  costs:
    'A majority of 4 is 3: one may be away, as with 3. With 2 both have to be there: without a majority replicated tables are read-only.',
  fineWhen: 'While a Keeper is exchanged.',
  advice: 'Run 3 or 5.',
  sources: [
    { title: 'ClickHouse Keeper', url: 'https://clickhouse.com/docs/guides/sre/keeper/clickhouse-keeper' },
  ],
  bad: [
    oneFile(
      'clickhouse',
      'keeper.xml',
      '<clickhouse>\n  <keeper_server>\n    <server_id>1</server_id>\n    <raft_configuration>\n      <server><id>1</id><hostname>k1</hostname><port>9234</port></server>\n      <server><id>2</id><hostname>k2</hostname><port>9234</port></server>\n    </raft_configuration>\n  </keeper_server>\n</clickhouse>\n',
      'majority of 2',
    ),
    oneFile(
      'clickhouse',
      'keeper.xml',
      '<clickhouse>\n  <keeper_server>\n    <server_id>1</server_id>\n    <raft_configuration>\n      <server><id>1</id><hostname>k1</hostname><port>9234</port></server>\n      <server><id>2</id><hostname>k2</hostname><port>9234</port></server>\n      <server><id>3</id><hostname>k3</hostname><port>9234</port></server>\n      <server><id>4</id><hostname>k4</hostname><port>9234</port></server>\n    </raft_configuration>\n  </keeper_server>\n</clickhouse>\n',
      'tolerate 1',
    ),
  ],
  good: [
    oneFile(
      'clickhouse',
      'keeper.xml',
      '<clickhouse>\n  <keeper_server>\n    <server_id>1</server_id>\n    <raft_configuration>\n      <server><id>1</id><hostname>k1</hostname><port>9234</port></server>\n      <server><id>2</id><hostname>k2</hostname><port>9234</port></server>\n      <server><id>3</id><hostname>k3</hostname><port>9234</port></server>\n    </raft_configuration>\n  </keeper_server>\n</clickhouse>\n',
    ),
    oneFile(
      'clickhouse',
      'keeper.xml',
      '<clickhouse>\n  <keeper_server>\n    <server_id>1</server_id>\n    <raft_configuration>\n      <server><id>1</id><hostname>k1</hostname><port>9234</port></server>\n    </raft_configuration>\n  </keeper_server>\n</clickhouse>\n',
    ),
  ],
  check(cluster, context) {
    const count = voters(cluster).length;
    if (cluster.open || count === 0 || count % 2 === 1) return;
    context.report({
      origin: cluster.origin,
      severity: count === 2 ? 'warning' : 'info',
      message:
        count === 2
          ? 'Two Keepers: a majority of 2 is 2, so the loss of either one makes all replicated tables read-only. Run 3.'
          : `${count} Keepers tolerate ${tolerance(count)} failure${tolerance(count) === 1 ? '' : 's'} (a majority is ${majority(count)}), as ${count - 1} do. Run ${count - 1} or ${count + 1}.`,
    });
  },
});
