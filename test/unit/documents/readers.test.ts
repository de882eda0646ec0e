import assert from 'node:assert/strict';
import { readHcl } from '../../../server/src/documents/readers/hcl.js';
import { readJson } from '../../../server/src/documents/readers/json.js';
import { readYaml, yamlErrors } from '../../../server/src/documents/readers/yaml.js';
import { entriesNamed, type Node, valueAt } from '../../../server/src/documents/tree.js';

describe('readers of documents', () => {
  it('know where each value stands', () => {
    const yaml = 'a:\n  - b: "x"\n    c: !Ref Y\n';
    const json = '{ // why\n "a": [ { "b": "x", "c": ${y} }, ] }';
    const hcl = 'a = [ { b = "x", c = var.y } ] # why\n';
    for (const [text, root] of [
      [yaml, readYaml(yaml)[0]],
      [json, readJson(json)],
      [hcl, readHcl(hcl)],
    ] as const) {
      const item = listed(valueAt(root, 'a'))[0];
      const b = valueAt(item, 'b');
      assert.equal(b?.kind === 'scalar' && b.value, 'x');
      assert.equal(text.slice(b!.span.start, b!.span.end), '"x"');
      assert.equal(valueAt(item, 'c')?.kind, 'opaque');
    }
  });

  it('leave out YAML that nests deeper than a parser can follow', () => {
    // By V8 a stack that ends while a regular expression is compiled ends the process.
    for (const deep of ['[', '- ', '{a: ', '? ', '[\n', '&a [']) {
      assert.deepEqual(readYaml(deep.repeat(5_000)), [], deep);
      assert.match(yamlErrors(deep.repeat(5_000))[0]!.message, /deeper than 256/);
    }
    const indented = Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`);
    assert.deepEqual(readYaml(indented.join('\r')), []);
    const wide = `${'- [a, {b: c}]\n'.repeat(1_000)}# ${'['.repeat(300)}\n`;
    assert.equal(listed(readYaml(wide)[0]).length, 1_000);
  });

  it('reads the blocks of HCL', () => {
    const root = readHcl(`
resource "aws_x" "one" {
  count  = length(var.list) > 0 ? 1 : 0
  policy = <<-EOT
    { "not": "read" }
  EOT
  size   = 5
  tags   = merge(local.tags, { a = "b" })
  rule { on = true }
  rule { on = false }
  for_ids = [for x in var.y : x.id]
  name   = "a-\${var.b}"
}
resource "aws_x" "two" { size = -1.5 }
`);
    const [one, two] = entriesNamed(root, 'resource');
    assert.deepEqual(
      one?.labels?.map(label => label.text),
      ['aws_x', 'one'],
    );
    assert.deepEqual(summary(one!.value), {
      count: '?',
      policy: '?',
      size: 5,
      tags: '?',
      rule: { on: false },
      for_ids: '?',
      name: '?',
    });
    assert.equal(entriesNamed(one!.value, 'rule').length, 2);
    assert.deepEqual(summary(two!.value), { size: -1.5 });
  });

  it('resolves aliases of YAML, and goes on behind what is broken', () => {
    const [root] = readYaml('a: &x {b: 1}\nc: *x\nd: [1, 2\ne: 3\n');
    assert.deepEqual(summary(valueAt(root, 'c')!), { b: 1 });
    assert.equal(readYaml('a: 1\n---\nb: 2\n').length, 2);
    assert.deepEqual(summary(readJson('{"a": {"b": 1, "c": ')!), { a: { b: 1 } });
    assert.deepEqual(summary(readHcl('a = \n} }\nb {\n c = 1')), { a: '?', b: { c: 1 } });
  });

  it('never throws, whatever is cut off', () => {
    const texts = [
      '{"a": [1, {"b": "x\\n"}], "c": null}',
      'a "b" {\n c = [1, {d = <<E\n x\nE\n}]\n}',
      'a:\n  - &x [b, *x]\n',
    ];
    for (const text of texts) {
      for (let end = 0; end <= text.length; end++) {
        const part = text.slice(0, end);
        readJson(part);
        readHcl(part);
        readYaml(part);
      }
    }
    readJson('['.repeat(100_000));
    readHcl('a {'.repeat(100_000));
    readJson(`{"a": ${' '.repeat(500_000)}1}`);
  });
});

function listed(node: Node | undefined): readonly Node[] {
  return node?.kind === 'list' ? node.items : [];
}

/** As plain data; of entries with one name the last; `?` for what the text does not tell. */
function summary(node: Node): unknown {
  if (node.kind === 'opaque') return '?';
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(summary);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, summary(value)]));
}
