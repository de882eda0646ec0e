import { strict as assert } from 'node:assert';
import { withKnownNames } from '../../../server/src/rules/runner/known-names.js';
import { clustersIn } from '../support/clusters.js';

/** What is left of a text that is said of a primary of this version of PostgreSQL. */
function said(message: string, version: string, lines = ''): string | undefined {
  const [cluster] = clustersIn({
    'file:///w/primary/postgresql.conf': `# PostgreSQL ${version}\nmax_wal_senders = 5\nwal_level = logical\n${lines}`,
  });
  const { origin } = cluster!;
  return withKnownNames({ origin, message }, cluster!)?.message;
}

describe('what the version at hand does not know', () => {
  it('is called by the name that it had then', () => {
    assert.equal(said('It falls off. Set wal_keep_size.', '12'), 'It falls off. Set wal_keep_segments.');
    assert.equal(said('It falls off. Set wal_keep_size.', '13'), 'It falls off. Set wal_keep_size.');
  });

  it('is advised to nobody', () => {
    assert.equal(said('The disk fills. Set max_slot_wal_keep_size to 10GB.', '12'), 'The disk fills.');
    assert.equal(said('max_slot_wal_keep_size is not set. Set it.', '12'), undefined);
  });

  it('is spoken of where somebody wrote it, and where the version is not told', () => {
    const text = 'The disk fills. Lower max_slot_wal_keep_size.';
    assert.equal(said(text, '12', 'max_slot_wal_keep_size = 1TB\n'), text);
    assert.equal(said(text, 'of any kind'), text);
  });
});
