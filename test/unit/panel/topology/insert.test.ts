import { strict as assert } from 'node:assert';
import type { Written } from '../../../../server/src/cluster/settings.js';
import { documentUnit } from '../../../../server/src/documents/unit.js';
import { insertBeside, insertBlock } from '../../../../server/src/panel/topology/what-if/insert.js';

/** The text after a parameter was written beside one that stands at `<key>` and `<value>`. */
function beside(
  marked: string,
  name: string,
  value: string,
  { as, insert = insertBeside }: { as?: string; insert?: typeof insertBeside } = {},
): string | undefined {
  const spans: { start: number; end: number }[] = [];
  let text = marked;
  for (let i = 0; i < 2; i++) {
    const start = text.indexOf('<');
    const end = text.indexOf('>') - 1;
    spans.push({ start, end });
    text = text.replace('<', '').replace('>', '');
  }
  const unit = documentUnit('file:///work/a', text);
  const [keySpan, span] = spans as [(typeof spans)[0], (typeof spans)[0]];
  const key = as ?? text.slice(keySpan.start, keySpan.end).replace(/"/g, '');
  const anchor: Written = {
    key,
    raw: 'x',
    keyOrigin: { unit, span: keySpan },
    origin: { unit, span },
  };
  const found = insert(text, anchor, name, value);
  return found && text.slice(0, found.offset) + found.text + text.slice(found.offset);
}

describe('topology panel: a parameter beside another one', () => {
  const cases: readonly [what: string, marked: string, after: string, as?: string][] = [
    ['in YAML', 'a:\n  <ttl>: <30> # s\nb: 1\n', 'a:\n  ttl: 30 # s\n  loop_wait: 5\nb: 1\n'],
    ['at the end of a file', '<ttl>: <30>', 'ttl: 30\nloop_wait: 5'],
    ['with the line ends that are there', '<ttl>: <30>\r\nb: 1\r\n', 'ttl: 30\r\nloop_wait: 5\r\nb: 1\r\n'],
    ['in a map on one line', 'dcs: { <ttl>: <30>, b: 1 }\n', 'dcs: { ttl: 30, loop_wait: 5, b: 1 }\n'],
    ['with a sign between', '<ttl> = <30>\n', 'ttl = 30\nloop_wait = 5\n'],
    ['with blanks between', '<ttl> <30>\n', 'ttl 30\nloop_wait 5\n'],
    ['in JSON', '{\n  <"ttl">: <30>\n}\n', '{\n  "loop_wait": 5,\n  "ttl": 30\n}\n'],
    ['in JSON on one line', '{ <"ttl">: <30> }', '{ "ttl": 30, "loop_wait": 5 }'],
    [
      'as a variable in a list',
      'environment:\n  - <PATRONI_TTL>=<30>\n',
      'environment:\n  - PATRONI_TTL=30\n  - PATRONI_LOOP_WAIT=5\n',
      'ttl',
    ],
    [
      'as a variable in quotes',
      '  - "<PATRONI_TTL>=<30>"\n',
      '  - "PATRONI_TTL=30"\n  - "PATRONI_LOOP_WAIT=5"\n',
      'ttl',
    ],
    ['as an argument', 'etcd --<ttl>=<30> --b\n', 'etcd --ttl=30 --loop_wait=5 --b\n'],
    ['as an argument of a list', '["--<ttl>=<30>"]\n', '["--ttl=30", "--loop_wait=5"]\n'],
    ['as an option of an address', 'x://h/?<ttl>=<30>&b=1\n', 'x://h/?ttl=30&loop_wait=5&b=1\n'],
    ['as an option in a string', 'o = "a=1; <ttl>=<30>"\n', 'o = "a=1; ttl=30; loop_wait=5"\n'],
    [
      'as a directive of a Sentinel',
      'sentinel <ttl> feed <30>\n',
      'sentinel ttl feed 30\nsentinel loop_wait feed 5\n',
    ],
  ];
  for (const [what, marked, after, as] of cases)
    it(`is written ${what}`, () => {
      assert.equal(beside(marked, 'loop_wait', '5', as === undefined ? {} : { as }), after);
    });

  it('goes by the last part of a dotted name at its own level only', () => {
    assert.equal(beside('  <n>: <1>\n', 'sync.m', 'any', { as: 'sync.n' }), '  n: 1\n  m: any\n');
    assert.equal(beside('  <n>: <1>\n', 'other.m', 'any', { as: 'sync.n' }), undefined);
  });

  it('makes its level where that is asked for', () => {
    assert.equal(
      beside('<dc> = <"x">\n', 'performance.raft', '5', { insert: insertBlock }),
      'dc = "x"\nperformance { raft = 5 }\n',
    );
    assert.equal(
      beside('{\n  <"dc">: <"x">\n}\n', 'performance.raft', '5', { insert: insertBlock }),
      '{\n  "performance": { "raft": 5 },\n  "dc": "x"\n}\n',
    );
  });

  it('is not written where the other one shows no way', () => {
    assert.equal(beside('<ttl>:\n  - <30>\n', 'loop_wait', '5'), undefined);
    assert.equal(beside('x(<ttl>, <30>) y\n', 'loop_wait', '5'), undefined);
  });
});
