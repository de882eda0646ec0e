import { strict as assert } from 'node:assert';
import {
  type AssignmentSyntax,
  COUCHDB_INI,
  INI,
  MY_CNF,
  POSTGRES_CONF,
  PROPERTIES,
  readAssignments,
} from '../../../server/src/documents/readers/assignments.js';
import type { Entry } from '../../../server/src/documents/tree.js';

function read(text: string, syntax: AssignmentSyntax): unknown[] {
  const plain = ({ key, keySpan, value }: Entry): unknown => {
    assert.equal(text.slice(keySpan.start, keySpan.end), key);
    if (value.kind === 'map') return [key, value.entries.map(plain)];
    return [key, value.kind === 'scalar' ? value.value : value.kind];
  };
  return readAssignments(text, syntax).entries.map(plain);
}

describe('settings that stand one a line', () => {
  it('of PostgreSQL: quotes, comments behind values, blanks instead of a sign', () => {
    const text =
      "\uFEFFa = 'it''s \\'so\\'' # c\r\nb 5#c\r\n\tinclude 'more.conf'\n# c = 1\nd = 'open\ne = ''\nf='a#b'\nbare\n= 3\n";
    assert.deepEqual(read(text, POSTGRES_CONF), [
      ['a', "it's 'so'"],
      ['b', '5'],
      ['include', 'more.conf'],
      ['d', 'open'],
      ['e', ''],
      ['f', 'a#b'],
    ]);
  });

  it('of MySQL: sections that are opened again, keys alone, includes', () => {
    const text =
      '[mysqld]\nskip-name-resolve\nx = "a # b" # c\n!include /etc/x.cnf\n[client]\nport=1\n[mysqld]\ny=2\n';
    assert.deepEqual(read(text, MY_CNF), [
      [
        'mysqld',
        [
          ['skip-name-resolve', null],
          ['x', 'a # b'],
          ['!include', '/etc/x.cnf'],
          ['y', '2'],
        ],
      ],
      ['client', [['port', '1']]],
    ]);
  });

  it('of Java: signs of all kinds and lines that go on', () => {
    assert.deepEqual(read('a=b,\\\n  c\nd: e\nf g\n! no\nserver.1=h:1:2;3\n', PROPERTIES), [
      ['a', 'b,c'],
      ['d', 'e'],
      ['f', 'g'],
      ['server.1', 'h:1:2;3'],
    ]);
  });

  it('of INI files: values as they are, or with comments and further lines', () => {
    assert.deepEqual(read('[databases]\n* = host=a port=5 ; x\n%include more.ini\n', INI), [
      [
        'databases',
        [
          ['*', 'host=a port=5 ; x'],
          ['%include', 'more.ini'],
        ],
      ],
    ]);
    assert.deepEqual(read('[a]\nb = 1;2 ; c\n  more\nc =\n', COUCHDB_INI), [
      [
        'a',
        [
          ['b', '1;2 more'],
          ['c', ''],
        ],
      ],
    ]);
  });

  it('keeps duplicates, spans with their quotes, and does not tell variables', () => {
    const text = "a = 1\na = '2'\nb = ${HOME}/x\n";
    assert.deepEqual(read(text, POSTGRES_CONF), [
      ['a', '1'],
      ['a', '2'],
      ['b', 'opaque'],
    ]);
    const { span } = readAssignments(text, POSTGRES_CONF).entries[1]!.value;
    assert.equal(text.slice(span.start, span.end), "'2'");
  });

  it('gets over a long line of quotes to what follows', () => {
    const text = `a = ${'x"\''.repeat(50_000)}\nb = 2\n`;
    assert.equal(readAssignments(text, MY_CNF).entries.at(-1)?.key, 'b');
  });
});
