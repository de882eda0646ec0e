import { strict as assert } from 'node:assert';
import { readJs } from '../../../server/src/documents/readers/js.js';
import { textAt, valueAt } from '../../../server/src/documents/tree.js';

describe('Reading literals in JavaScript', () => {
  it('gives calls with their literals at their places', () => {
    const text = 'rs.initiate({ _id: "rs0", members: [{ _id: 0, host: \'a:27017\', priority: -1 + 3 }] });';
    const [call] = readJs(text).calls;
    assert.equal(call!.name, 'rs.initiate');
    const id = textAt(call!.args[0], '_id')!;
    assert.equal(id.value, 'rs0');
    assert.equal(text.slice(id.span.start, id.span.end), '"rs0"');
    const members = valueAt(call!.args[0], 'members');
    assert.ok(members?.kind === 'list');
    assert.equal(textAt(members.items[0], 'priority')?.value, '2');
  });

  it('looks names up, and knows nothing of other expressions', () => {
    const { calls } = readJs(
      'const host = "a"; var cfg = { _id: "x", h: host, n: f(1), t: `${host}:1` }; rs.initiate(cfg);',
    );
    const [cfg] = calls.find(({ name }) => name === 'rs.initiate')!.args;
    assert.equal(textAt(cfg, 'h')?.value, 'a');
    assert.equal(valueAt(cfg, 'n')?.kind, 'opaque');
    assert.equal(valueAt(cfg, 't')?.kind, 'opaque');
  });

  it('does not look up a name that is given values twice', () => {
    const [call] = readJs('let a = 1; a = 2; rs.add(a)').calls;
    assert.equal(call!.args[0]!.kind, 'opaque');
  });

  it('gives assignments with their paths, and numbers of the shell', () => {
    const { assignments } = readJs('cfg.members[1].priority = NumberInt("0"); cfg["version"] = 2');
    assert.deepEqual(
      assignments.map(({ target, value }) => [target, value.kind === 'scalar' ? value.value : value.kind]),
      [
        ['cfg.members[1].priority', 0],
        ['cfg.version', 2],
      ],
    );
  });

  it('reads a part of another text, with quotes that a shell escapes', () => {
    const text = 'mongosh --eval "rs.initiate({_id: \\"rs0\\"})"';
    const start = text.indexOf('rs.');
    const [call] = readJs(text, { start, end: text.length - 1 }).calls;
    const id = textAt(call!.args[0], '_id')!;
    assert.equal(id.value, 'rs0');
    assert.equal(text.slice(id.span.start, id.span.end).includes('rs0'), true);
  });

  it('reads what makes sense of broken text, and never throws', () => {
    assert.equal(
      textAt(readJs('rs.initiate({ _id: "rs0", members: [ { host: "a" }').calls[0]!.args[0], '_id')?.value,
      'rs0',
    );
    readJs('['.repeat(50_000));
    readJs('a('.repeat(20_000));
    readJs('var a = [1]; var b = [a,a,a,a]; var c = [b,b,b,b]; var d = [c,c,c]; f(d, d, d)');
  });
});
