import assert from 'node:assert/strict';
import { hover } from '../../../server/src/ide/index.js';
import { at } from '../support/memory-host.js';
import { workspace } from '../support/workspace.js';

describe('hover of a cluster', () => {
  it('shows what operations get where the cluster is named', async () => {
    const { analyzer, position } = await workspace({
      'orders.faultline.yaml':
        'name: orders\nprotocol: raft\nnodes:\n  - name: a\n  - name: b\n  - name: c\nfailover: { detection: 5s }\n',
    });
    const uri = at('orders.faultline.yaml');
    const { markdown } = hover(analyzer, uri, position('orders.faultline.yaml', 'or|ders'))!;
    assert.match(markdown, /\*\*orders\*\* \(a cluster description, 3 nodes with data\)/);
    assert.match(markdown, /\| write \| linearizable \| CP, PC\/EC \| 2 \| nothing \| 5 s \|/);
    assert.match(markdown, /A write needs 2 of 3 votes/);
  });

  it('explains a key elsewhere', async () => {
    const { analyzer, position } = await workspace({
      'orders.faultline.yaml': 'name: orders\nprotocol: raft\nnodes:\n  - name: a\n    role: data\n',
    });
    const found = hover(analyzer, at('orders.faultline.yaml'), position('orders.faultline.yaml', 'ro|le'));
    assert.match(found!.markdown, /witness: votes and holds none/);
  });

  it('reports what the project asks and a cluster cannot give, and takes it back', async () => {
    const { found, write } = await workspace({
      'faultline.yaml': 'objectives: { rto: 10s }\n',
      'orders.faultline.yaml':
        'name: orders\nprotocol: raft\nnodes:\n  - name: a\n  - name: b\n  - name: c\nfailover: { detection: 5s, takeover: 20s }\n',
    });
    assert.deepEqual(found('orders.faultline.yaml'), ['7 cluster-objective-rto']);
    await write('faultline.yaml', 'objectives: { rto: 1min }\n');
    assert.deepEqual(found('orders.faultline.yaml'), []);
  });
});
