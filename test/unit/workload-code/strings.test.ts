import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  CODE_EXTENSIONS,
  CodeDocument,
  codeLanguage,
  readCode,
} from '../../../server/src/workload/code/index.js';

/** File, program, its queries with runs of blanks as one. */
const CASES: readonly (readonly [file: string, program: string, queries: readonly string[]])[] = [
  ['a.py', 'cur.execute("SELECT id FROM users WHERE id = %s", (1,))', ['SELECT id FROM users WHERE id = ?']],
  [
    'a.py',
    "cur.execute('''\n  UPDATE t\n  SET a = %(a)s\n  WHERE b = 1\n''')",
    ['UPDATE t SET a = ? WHERE b = 1'],
  ],
  [
    'a.py',
    'q = f"SELECT a FROM t WHERE b = {x.y(\'z\')} AND c = {d!r}"',
    ['SELECT a FROM t WHERE b = ? AND c = ?'],
  ],
  [
    'a.py',
    'q = ("SELECT a "  # all of "them"\n     \'FROM t \'\n     f"WHERE b = {z}")',
    ['SELECT a FROM t WHERE b = ?'],
  ],
  [
    'a.py',
    'q = "DELETE FROM t WHERE a = " + str(f(x)) + " AND b = " + y',
    ['DELETE FROM t WHERE a = ? AND b = ?'],
  ],
  ['a.py', 'r = r\'SELECT a FROM t WHERE b ~ "\\d+"\'', ['SELECT a FROM t WHERE b ~ "\\d+"']],
  ['a.py', '# don\'t "SELECT a FROM b"\nx = "it\'s"\ny = "SELECT a FROM c"', ['SELECT a FROM c']],
  ['a.py', 'sql.SQL("SELECT {} FROM t WHERE a = {b}").format(c)', ['SELECT ? FROM t WHERE a = ?']],
  ['a.py', 'q = "SELECT * FROM t WHERE 1 = 1"\nif x:\n    q += " AND a = %s"', []],
  ['a.py', 'q = "SELECT * FROM t WHERE a LIKE \'%%s%\'"', ["SELECT * FROM t WHERE a LIKE '%%s%'"]],
  [
    'a.ts',
    'const q = `SELECT * FROM t WHERE id = ${ids.map(i => `${i}`).join()} LIMIT 1`;',
    ['SELECT * FROM t WHERE id = ? LIMIT 1'],
  ],
  [
    'a.ts',
    "const r = /['\"`]/; run('select a from t where b = ' + c + ' and d = 1')",
    ['select a from t where b = ? and d = 1'],
  ],
  ['a.tsx', "<p>Don't select from it</p>;\n run('SELECT a FROM t')", ['SELECT a FROM t']],
  [
    'a.js',
    'run("SELECT \\"a b\\" FROM t\\n WHERE c = \'x\'") // "SELECT b FROM u"',
    ['SELECT "a b" FROM t WHERE c = \'x\''],
  ],
  ['a.js', 'let s = "SELECT * FROM t"; s += " WHERE a = 1"', []],
  [
    'a.mjs',
    'const a = b / c; const q = `WITH x AS (SELECT 1 FROM t) SELECT * FROM x` /* `SELECT a FROM b` */',
    ['WITH x AS (SELECT 1 FROM t) SELECT * FROM x'],
  ],
  [
    'a.go',
    'q := `SELECT a FROM t WHERE b = $1`; r := \'"\'; s := "DELETE FROM x " +\n\t"WHERE a = ?"',
    ['SELECT a FROM t WHERE b = $1', 'DELETE FROM x WHERE a = ?'],
  ],
  [
    'a.go',
    'fmt.Sprintf("SELECT a FROM t WHERE b = %d AND c = %v", b, c)',
    ['SELECT a FROM t WHERE b = ? AND c = ?'],
  ],
  [
    'A.java',
    'String q = """\n  SELECT a\n  FROM t WHERE b = :b\n  """; char c = \'"\'; f("INSERT INTO t (a) VALUES (?)");',
    ['SELECT a FROM t WHERE b = :b', 'INSERT INTO t (a) VALUES (?)'],
  ],
  ['A.java', 'new StringBuilder("SELECT a FROM t").append(" WHERE b = 1")', []],
  [
    'a.rb',
    'x = run(<<~SQL, <<~OTHER)\n  SELECT a FROM t WHERE b = #{c[:d]}\nSQL\n  DELETE FROM u WHERE e = 1\nOTHER\n',
    ['SELECT a FROM t WHERE b = ?', 'DELETE FROM u WHERE e = 1'],
  ],
  [
    'a.rb',
    "z = %q(SELECT a FROM (SELECT b FROM c) d)\n# can't\nw = 'SELECT a ' \\\n  'FROM t'",
    ['SELECT a FROM (SELECT b FROM c) d', 'SELECT a FROM t'],
  ],
  [
    'a.php',
    '<p>Don\'t</p><?php $q = "SELECT * FROM t WHERE id = $id AND x = {$o->x[1]}"; ?> it\'s',
    ['SELECT * FROM t WHERE id = ? AND x = ?'],
  ],
  [
    'a.php',
    "<?php $r = 'SELECT a' . ' FROM b WHERE c = ' . $d['e'] . ' AND f = 1';",
    ['SELECT a FROM b WHERE c = ? AND f = 1'],
  ],
  ['a.php', '<?php $s = <<<SQL\n  SELECT a FROM t WHERE b = :b\n  SQL;\n', ['SELECT a FROM t WHERE b = :b']],
  ['a.php', "<?php $q = 'SELECT a FROM t'; $q .= ' WHERE b = 1';", []],
];

const PROSE: readonly string[] = [
  'Select a file from the list',
  'select an item from your menu',
  'Select all items from the cart and continue.',
  'Update the settings set by your administrator',
  'update your profile, set = done',
  'Insert into the slot',
  'Delete from the list',
  'delete from here',
  'With great power',
  'Merge into this branch using rebase',
  'Replace into',
  'SELECT A FILE FROM THE LIST',
  'selected rows from t',
  'select one from many',
  'Select entries from self that match (by group, or by name).',
  'Select x = y from it',
  'select values (all of them) from it.',
];

describe('queries in strings', () => {
  for (const [file, program, queries] of CASES) {
    it(`${file}: ${program.slice(0, 50).replace(/\s+/g, ' ')}`, () => {
      const found = readCode(program, codeLanguage(file)!, '?').queries;
      assert.deepEqual(
        found.map(query => query.text.trim().replace(/\s+/g, ' ')),
        queries,
      );
    });
  }

  it('are no sentences', () => {
    for (const text of PROSE)
      assert.deepEqual(readCode(`f("${text}")`, codeLanguage('a.ts')!, '?').queries, [], text);
  });

  it('stand where they stand in the program', () => {
    for (const [file, program] of CASES) {
      for (const { start, text } of readCode(program, codeLanguage(file)!, '$1').queries) {
        const there = program.slice(start, start + text.length);
        assert.equal(text.length, there.length);
        for (const { index, 0: word } of text.matchAll(/[A-Za-z_]\w*/g))
          if (word !== 'n') assert.equal(there.slice(index, index + word.length), word, program);
      }
    }
  });

  it('are sound in any text', () => {
    const words = [...new Set(CASES.flatMap(([, program]) => program.match(/\w+|\s|[^\w\s]/g) ?? []))];
    const program = fc.array(fc.constantFrom(...words), { maxLength: 60 }).map(list => list.join(''));
    fc.assert(
      fc.property(fc.constantFrom(...CODE_EXTENSIONS), program, (extension, text) => {
        const source = `${text}\n"SELECT a FROM t"`;
        let last = 0;
        for (const query of readCode(source, codeLanguage(`x.${extension}`)!, '?').queries) {
          assert.ok(query.start >= last);
          last = query.start + query.text.length;
          assert.ok(last <= source.length);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a program as a document', () => {
  const all = CASES.filter(([file]) => file === 'a.py').map(([, program]) => program);

  it('keeps the pieces that an edit does not touch, and is as if read anew', () => {
    const edits = fc.array(
      fc.record({
        at: fc.nat(500),
        length: fc.nat(30),
        text: fc.constantFrom('"', "'", '\n', 'x', 'SELECT a FROM b', ''),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(edits, list => {
        const document = new CodeDocument(all.join('\n'), codeLanguage('a.py'), '?');
        for (const { at, length, text } of list) {
          const before = [...document.pieces];
          const { index, removed, added } = document.applyChange({
            span: { start: at, end: at + length },
            text,
          });
          before.splice(index, removed.length, ...added);
          assert.deepEqual(before, document.pieces);
          for (const [i, piece] of before.entries()) assert.equal(piece, document.pieces[i]);
        }
        const fresh = new CodeDocument(document.text, codeLanguage('a.py'), '?');
        assert.deepEqual(document.pieces, fresh.pieces);
        assert.equal(
          document.pieces.reduce((sum, piece) => sum + piece.text.length, 0),
          document.length,
        );
        assert.deepEqual(document.lines.rangeOf(0, document.length), fresh.lines.rangeOf(0, fresh.length));
      }),
    );
  });
});
