import { strict as assert } from 'node:assert';
import { readStatement, type SystemModule } from '../../../server/src/cluster/index.js';
import { splitSql } from '../../../server/src/text/splitter.js';

describe('statements that configure', () => {
  it('cost what was found in them, and nothing else, where a reader fails', () => {
    const [piece] = splitSql("ALTER SYSTEM SET synchronous_commit = 'on';", 'postgres');
    const failing = {
      statements: [
        {
          dialects: ['postgres'],
          mayBe: /ALTER/,
          read() {
            throw new Error('a fault of ours');
          },
        },
      ],
    } as unknown as SystemModule;
    const log: string[] = [];
    const unit = { uri: 'a.sql', dialect: 'postgres', piece: piece!, readings: [] } as const;
    assert.deepEqual(
      readStatement(unit, [failing], true, line => log.push(line)),
      [],
    );
    assert.match(log.join(), /^a\.sql: reading a statement failed: Error: a fault of ours/);
  });
});
