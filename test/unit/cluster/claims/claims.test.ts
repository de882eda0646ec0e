import assert from 'node:assert/strict';
import type { Claim } from '../../../../server/src/cluster/claims/model.js';
import { commentPassages, markdownPassages } from '../../../../server/src/cluster/claims/passages.js';
import {
  claimsOfComments,
  claimsOfDocument,
  claimsOfStatement,
  MATCHERS,
} from '../../../../server/src/cluster/claims/read.js';
import { Source } from '../../../../server/src/cluster/source.js';
import { splitSql } from '../../../../server/src/text/splitter.js';

function claimed(text: string): readonly Claim[] {
  return claimsOfDocument(new Source('file:///w/README.md', text)).map(({ data }) => data);
}

/** What says so, and what does not. */
const SENTENCES: Readonly<
  Record<string, { readonly yes: readonly string[]; readonly no: readonly string[] }>
> = {
  'claim-waits-for-both': {
    yes: [
      'The primary waits for both standbys.',
      'A commit waits until all replicas have it.',
      'Both replicas must acknowledge a write.',
      'A row is acknowledged by all three standbys before the client hears of it.',
    ],
    no: [
      'The primary does not wait for both standbys.',
      'It waits for both standbys only if FIRST 2 is set.',
      'Does it wait for both standbys?',
      'One of both replicas must acknowledge.',
      'We wait for all tests.',
      'The driver waits until all nodes agree on a schema.',
      'It would wait for all replicas.',
    ],
  },
  'claim-replica-reads-latest': {
    yes: [
      'A synchronous replica always shows the latest row.',
      'Reads from the replica are strongly consistent.',
      'Replicas never return stale data.',
    ],
    no: [
      'Replicas may return stale data.',
      'Reads from the replica are not always consistent.',
      'Reads from the replica are stale.',
      'The replicas are usually up to date.',
    ],
  },
  'claim-semi-sync-lossless': {
    yes: ['Semi-sync guarantees no data loss.', 'We use semi-synchronous replication. The RPO is 0.'],
    no: [
      'Semi-sync cannot guarantee zero data loss.',
      'Semi-sync restores backups without data loss.',
      'There is no data loss.',
    ],
  },
  'claim-patroni-copies': {
    yes: ['Patroni: every commit is stored on two nodes.', 'With synchronous_mode there is zero data loss.'],
    no: [
      'Patroni: zero data loss validation.',
      'With synchronous_mode not every commit is on two nodes.',
      'Patroni can be set up for zero data loss.',
    ],
  },
  'claim-lag-bounds-loss': {
    yes: ['maximum_lag_on_failover: at most 1 MB is lost.', 'maximum_lag_on_failover limits the loss.'],
    no: ['maximum_lag_on_failover does not limit the loss.', 'At most 1 MB is lost.'],
  },
  'claim-majority': {
    yes: [
      '4 sentinels, majority = 2',
      'Cluster size 6, majority is 2',
      'The majority of 4 is 2.',
      'quorum (2 of 4)',
      '4 个哨兵，majority=2',
    ],
    no: ['4 sentinels, a quorum of 2', 'The majority is not 2 of 4.', 'the majority of users'],
  },
  'claim-majority-formula': {
    yes: ['The quorum is ceil(N/2).', 'A majority is half of the nodes.'],
    no: ['The quorum is ceil(N/2) + 1.', 'A majority is more than half of the nodes.', 'ceil(n/2) rows'],
  },
  'claim-tolerated-failures': {
    yes: [
      '4 members tolerate two failures.',
      'Three nodes can lose 2.',
      'With four nodes, we can survive the loss of two.',
    ],
    no: ['3 nodes lose 2 seconds.', 'Three nodes cannot lose two.', 'We lose two nodes.'],
  },
  'claim-split-brain-is-no-quorum': {
    yes: ['If neither side has a majority we have a split brain.', 'No half has the quorum: split-brain.'],
    no: [
      'If neither side has a majority there is no split brain.',
      'No side has quorum, which prevents split-brain.',
    ],
  },
  'claim-both-halves-run': {
    yes: [
      'Both data centers keep accepting writes.',
      'Each half continues to serve.',
      'Two nodes and the witness run while the other three run too.',
    ],
    no: [
      'Both data centers cannot keep accepting writes.',
      'Two nodes and the witness run while the other three do not run.',
      'Both files continue below.',
    ],
  },
  'claim-sentinel-quorum': {
    yes: [
      'The quorum is the number of sentinels needed to fail over.',
      'Two sentinels are enough to start a failover.',
    ],
    no: [
      'The quorum is needed to mark the master as down; a majority elects who starts the failover.',
      'The quorum is not enough to fail over.',
    ],
  },
  'claim-quorum-is-local': {
    yes: ['QUORUM only needs the local data center.', 'A quorum is within the same DC.'],
    no: [
      'LOCAL_QUORUM only needs the local data center.',
      'QUORUM spans all data centers.',
      'QUORUM is not local to the DC.',
    ],
  },
  'claim-overlap-is-linearizable': {
    yes: ['R + W > N makes it linearizable.', 'Since R+W>RF reads are strongly consistent.'],
    no: ['R + W > N is not linearizable.', 'R + W > N shows acknowledged writes.'],
  },
  'claim-overlap-arithmetic': {
    yes: ['N=3, W=1, R=3: a read might miss it.', 'With RF=3, W=1, R=1 we always read the newest.'],
    no: ['N=3, W=2, R=2 overlaps? ', 'N=3 and W=1.'],
  },
  'claim-redis-wait': {
    yes: ['The WAIT command makes writes durable.', 'WAIT guarantees synchronous replication.'],
    no: [
      'The WAIT command does not make writes durable.',
      'Wait until the write is durable.',
      'We wait for it.',
    ],
  },
  'claim-mongodb-majority-default': {
    yes: ['The default write concern is majority.', 'w: "majority" is the default.'],
    no: ['The default write concern is not majority.', 'Use w: "majority".'],
  },
  'claim-minimum-master-nodes': {
    yes: ['minimum_master_nodes: 2 prevents split brain.'],
    no: [
      'minimum_master_nodes no longer prevents split brain.',
      'Before 7.0 minimum_master_nodes prevented split brain.',
    ],
  },
  'claim-galera-all-nodes': {
    yes: ['A transaction is committed on all nodes before the client is told.'],
    no: [
      'It is not committed on all nodes before the client is told.',
      'Install it on all nodes before the start.',
    ],
  },
  'claim-etcd-election-timeout': {
    yes: ['The election timeout must be 10x the heartbeat.'],
    no: ['The election timeout should be 10 times the RTT.', 'It need not be 10x the heartbeat.'],
  },
  'claim-cnpg-zero-loss': {
    yes: ['Zero data loss in a failover.', 'We never lose an acknowledged write.', 'Failover: RPO = 0.'],
    no: [
      'You can configure zero data loss.',
      'An upgrade without data loss.',
      'Run 2 killed the primary: RPO = 0 (435/435).',
      'The failover took 16 s, and RPO 0 was measured.',
      'No data loss can be ruled out, unfortunately not.',
    ],
  },
};

describe('claims of comments and documents', () => {
  for (const [id, { yes, no }] of Object.entries(SENTENCES)) {
    it(`finds ${id}, and what takes it back`, () => {
      assert.ok(MATCHERS.some(each => each.id === id));
      for (const sentence of yes)
        assert.ok(
          claimed(sentence).some(each => each.id === id),
          sentence,
        );
      for (const sentence of no) assert.ok(!claimed(sentence).some(each => each.id === id), sentence);
    });
  }

  it('places the words where they stand, over lines, marks and lists', () => {
    const text =
      '# DB\r\n\r\n- The `primary` **waits\r\n  for both** standbys\r\n- other\r\n\r\n```sh\necho waits for both standbys\n```\n';
    const [claim, ...others] = claimed(text);
    assert.equal(others.length, 0);
    const { start, end } = claim!.words.origin.span;
    assert.equal(text.slice(start, end), 'waits\r\n  for both** standbys');
    assert.equal(claim!.words.text, 'waits for both standbys');
  });

  it('speaks of the systems that it calls by their names', () => {
    const ids = (text: string) => claimed(text).map(({ id }) => id);
    assert.equal(
      ids('## Database\n\nA failover is instant, no data loss.\n').includes('claim-cnpg-zero-loss'),
      true,
    );
    const queues = '## Queues\n\nBoth redises are durable. A failover is instant, no data loss.\n';
    assert.equal(ids(queues).includes('claim-cnpg-zero-loss'), false);
  });

  it('reads comments of every syntax with the setting beside them', () => {
    const yaml = commentPassages(
      'a: "# no"\n# two\n#  lines\nb: 1 # own\nc: x#y\n\n#\n# far\n\nd: 1\n',
      'a.yml',
    );
    assert.deepEqual(
      yaml.map(({ text, beside }) => [text, beside]),
      [
        ['two lines', 'b: 1'],
        ['own', 'b: 1'],
        ['far', ''],
      ],
    );
    assert.deepEqual(
      commentPassages('; one\nx=1\n', 'my.cnf').map(({ text }) => text),
      ['one'],
    );
    assert.deepEqual(
      commentPassages('/* one\n * two */\n// three\nf("// no")\n', 'a.js').map(({ text }) => text.trim()),
      ['one two three'],
    );
    assert.deepEqual(
      commentPassages('<x>\n<!-- one\n two -->\n</x>', 'a.xml').map(({ text }) => text.trim()),
      ['one two'],
    );
    const conf = "# Waits for both\n# standbys.\nsynchronous_standby_names = 'a,b'\n";
    const [claim] = claimsOfComments(new Source('file:///w/postgresql.conf', conf));
    assert.equal(claim?.data.beside, "synchronous_standby_names = 'a,b'");
    assert.equal(
      conf.slice(claim!.data.words.origin.span.start, claim!.data.words.origin.span.end),
      'Waits for both\n# standbys',
    );
  });

  it('reads comments of SQL', () => {
    const text =
      "-- The primary waits\n-- for both standbys.\nALTER SYSTEM SET synchronous_standby_names = 's1,s2';\n";
    const found = splitSql(text, 'postgres').flatMap(piece =>
      claimsOfStatement({ uri: 'a.sql', dialect: 'postgres', piece, readings: [] }),
    );
    assert.equal(found[0]?.data.id, 'claim-waits-for-both');
    const { unit, span } = found[0]!.data.words.origin;
    assert.equal(unit.piece.text.slice(span.start, span.end), 'waits\n-- for both standbys');
  });

  it('gets to the end of long and odd texts, and makes no more of them than its bounds allow', () => {
    for (const piece of [
      'waits for both ',
      'quorum of ',
      'r + w > n ',
      '- ',
      '`',
      '#',
      '](',
      'election timeout must ',
      'no data ',
      '(',
    ]) {
      claimed(piece.repeat(20_000));
      assert.ok(markdownPassages(piece.repeat(5000)).length <= 5000);
      assert.ok(commentPassages(piece.repeat(20_000), 'a.yml').length <= 5000);
    }
  });
});
