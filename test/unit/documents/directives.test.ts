import { strict as assert } from 'node:assert';
import {
  argumentsOf,
  HAPROXY_CFG,
  REDIS_CONF,
  readDirectives,
} from '../../../server/src/documents/readers/directives.js';
import type { Node } from '../../../server/src/documents/tree.js';

describe('Reading lines of words', () => {
  const read = (text: string) => readDirectives(text, REDIS_CONF).entries;
  const texts = (node: Node) =>
    argumentsOf(node).map(each => (each.kind === 'scalar' ? each.value : each.kind));

  it('gives one word, several, and none, each at its place', () => {
    const text = 'port 6379\nsave 900 1\n# not this\n  appendonly\n';
    const [port, save, append] = read(text);
    assert.deepEqual(port!.value, { kind: 'scalar', value: '6379', span: { start: 5, end: 9 } });
    assert.deepEqual(texts(save!.value), ['900', '1']);
    assert.equal(text.slice(save!.value.span.start, save!.value.span.end), '900 1');
    assert.deepEqual(texts(append!.value), []);
  });

  it('reads quotes and escapes, and keeps the quotes in the span', () => {
    const text = String.raw`requirepass "a \"b\" \x41"` + "\nrename-command CONFIG ''\nuser 'it\\'s \\n'";
    const [pass, rename, user] = read(text);
    assert.deepEqual(texts(pass!.value), ['a "b" A']);
    assert.equal(text[pass!.value.span.start], '"');
    assert.deepEqual(texts(rename!.value), ['CONFIG', '']);
    assert.deepEqual(texts(user!.value), ["it's \\n"]);
  });

  it('ends a quote that is never closed with its line', () => {
    const [first, second] = read('requirepass "abc\r\nport 1\r\n');
    assert.deepEqual(texts(first!.value), ['abc']);
    assert.deepEqual(texts(second!.value), ['1']);
  });

  it('keeps keys that repeat, in order, and takes a `#` inside a line as a word', () => {
    const entries = read('\uFEFFsave 1 1\nsave 2 2\nrequirepass a#b\n');
    assert.deepEqual(
      entries.map(({ key, value }) => [key, ...texts(value)]),
      [
        ['save', '1', '1'],
        ['save', '2', '2'],
        ['requirepass', 'a#b'],
      ],
    );
  });

  it('says nothing of variables', () => {
    assert.equal(read('port ${PORT}')[0]!.value.kind, 'opaque');
    assert.equal(read("requirepass '${literal}'")[0]!.value.kind, 'scalar');
  });

  it('reads sections with their names', () => {
    const text =
      'global\n  maxconn 10 # comment\nbackend db\n  server a\\ b 10.0.0.1:5432 check\n  bind $IP:1\n';
    const [global, backend] = readDirectives(text, HAPROXY_CFG).entries;
    assert.equal(global!.key, 'global');
    assert.deepEqual(
      backend!.labels?.map(label => label.text),
      ['db'],
    );
    assert.ok(backend?.value.kind === 'map');
    assert.deepEqual(texts(backend.value.entries[0]!.value), ['a b', '10.0.0.1:5432', 'check']);
    assert.equal(backend.value.entries[1]!.value.kind, 'opaque');
    assert.equal(text.slice(backend.value.span.start, backend.value.span.end).split('\n').length, 3);
  });

  it('does not grow with lines without an end', () => {
    assert.ok(argumentsOf(read(`a ${'b '.repeat(100_000)}`)[0]!.value).length < 2000);
  });
});
