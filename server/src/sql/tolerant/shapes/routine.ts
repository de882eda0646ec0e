import type { BodyShape, QueryShape, Value } from '../../ast/shape.js';
import type { Cursor } from '../cursor.js';
import { readIdent } from '../identifiers.js';
import { readConditions, readValue } from './conditions.js';
import { Draft } from './draft.js';
import { readAssigned, readTarget } from './sets.js';
import { readShape, startsShape } from './statement.js';

type Assignment = BodyShape['assignments'][number];

/** Words that hold statements together, whatever stands beside them. */
const GLUE = /^(?:BEGIN|END|THEN|ELSE|LOOP|REPEAT|DO|AS|ATOMIC|TRY|CATCH|RETURN|CONTINUE|BREAK|NOT)$/;

/** Statements that change no table and give no column a value. */
const HARMLESS =
  /^(?:DECLARE|SIGNAL|RESIGNAL|LEAVE|ITERATE|OPEN|CLOSE|FETCH|DEALLOCATE|PRINT|RAISERROR|THROW|COMMIT|ROLLBACK|SAVE|START|WAITFOR|GOTO|GET|UNTIL|RELEASE|SAVEPOINT|LOCK|UNLOCK|GRANT|REVOKE|USE|ANALYZE)$/;

/** Reads the statements of a routine of MySQL, SQLite or T-SQL one after the other, branches and loops taken apart. */
export class BodyReader {
  private readonly queries: QueryShape[] = [];
  private readonly assignments: Assignment[] = [];
  private readonly operations = new Set<'insert' | 'update' | 'delete'>();
  private opaque = false;

  constructor(private readonly c: Cursor) {}

  read(): BodyShape {
    const { c } = this;
    while (!c.done) {
      const from = c.pos;
      this.statement();
      if (c.pos === from) c.step(1);
    }
    return {
      queries: this.queries,
      assignments: this.assignments,
      opaque: this.opaque || c.tokens.unterminated >= 0,
      operations: [...this.operations],
    };
  }

  private statement(): void {
    const { c } = this;
    if (c.acceptSymbol(';')) return;
    // A label.
    if (c.isName() && c.isSymbol(':', 1) && !c.isSymbol('=', 2)) {
      c.step(2);
      return;
    }
    const word = c.word();
    if (word === 'IF' || word === 'ELSEIF' || word === 'WHILE' || word === 'UNTIL') return this.condition();
    if (word === 'CASE' || word === 'WHEN') return this.branch(word);
    if (word === 'END') {
      c.step(1);
      if (/^(?:IF|CASE|LOOP|WHILE|REPEAT|TRY|CATCH|FOR)$/.test(c.word())) c.step(1);
      // The label of a block or loop.
      if (c.isName() && c.isSymbol(';', 1)) c.step(1);
      return;
    }
    if (startsShape(c) && !(word === 'REPLACE' && c.isSymbol('(', 1))) return this.query();
    if (word === 'SET') return this.set();
    if (word === 'EXEC' || word === 'EXECUTE' || word === 'CALL' || word === 'PREPARE') return this.call();
    if (word === 'DECLARE') return this.declare();
    if (word === 'RETURN') {
      c.step(1);
      if (!c.done && !c.isSymbol(';') && !GLUE.test(c.word()) && !startsShape(c))
        readValue(c, new Draft(true));
      return;
    }
    if (GLUE.test(word)) {
      c.step(1);
      return;
    }
    if (!HARMLESS.test(word) && !this.temporary()) this.opaque = true;
    this.toEnd();
  }

  /** `IF condition THEN`, T-SQL `IF condition statement`: queries in it are the routine's too. */
  private condition(): void {
    const { c } = this;
    this.operation();
    c.step(1);
    const from = c.pos;
    const draft = new Draft(true);
    draft.inBlock('main', c, block => {
      block.where.push(...readConditions(c, draft));
    });
    // UPDATE(column) in a trigger of T-SQL is a test, and a condition without any query is none of ours.
    if (draft.blocks.length > 1) {
      draft.settlePaths();
      this.queries.push({
        verb: 'select',
        blocks: draft.blocks,
        span: c.span(from),
        complete: draft.complete,
      });
    }
    if (!draft.complete && c.pos === from) this.opaque = true;
  }

  private branch(word: string): void {
    const { c } = this;
    c.step(1);
    if (word === 'CASE' && c.is('WHEN')) return;
    const draft = new Draft(true);
    draft.inBlock('main', c, () => void readValue(c, draft));
    if (draft.blocks.length > 1) this.opaque = true;
  }

  /** T-SQL tells operations apart by which of `inserted` and `deleted` has rows. */
  private operation(): void {
    const { c } = this;
    if (c.options.dialect !== 'tsql') return;
    if (c.word(1) === 'UPDATE' && c.isSymbol('(', 2)) this.operations.add('update');
    for (let at = c.pos; at < c.end && !c.isSymbolAt(';', at); at++) {
      const word = c.wordAt(at);
      if (at > c.pos && /^(?:BEGIN|SET|UPDATE|INSERT|RETURN)$/.test(word)) return;
      if (c.wordAt(at - 1) !== 'FROM') continue;
      if (word === 'INSERTED') this.operations.add('insert');
      if (word === 'DELETED') this.operations.add('delete');
    }
  }

  private query(): void {
    const { c } = this;
    const from = c.pos;
    const shape = readShape(c, true);
    if (!shape) return this.toEnd();
    this.queries.push(shape);
    if (shape.verb === 'select') this.intoVariables(shape, from);
    if (!shape.complete) this.opaque = true;
  }

  /** `SELECT a, b INTO x, y` and `SELECT @x = a` give variables their values. */
  private intoVariables(shape: QueryShape, from: number): void {
    const { c } = this;
    const { select } = shape.blocks[0]!;
    for (const { alias, value } of select) {
      if (alias?.startsWith('@')) this.assign({ name: alias, span: value.span }, value);
    }
    let into = from;
    while (into < c.pos && c.wordAt(into) !== 'INTO') {
      const match = c.tokens.matches[into]!;
      into = match > into ? match + 1 : into + 1;
    }
    if (into >= c.pos || c.options.types !== 'mysql') return;
    c.between(into + 1, c.pos, names => {
      for (const { value } of select) {
        const column = readTarget(names) ?? variable(names);
        if (!column) return;
        this.assign(column, value);
        if (!names.acceptSymbol(',')) return;
      }
    });
  }

  private assign(target: Assignment['target'], value: Value): void {
    this.assignments.push({
      target,
      value,
      span: { start: target.span.start, end: Math.max(target.span.end, value.span.end) },
    });
  }

  /** `SET NEW.a = 1, @v = 2`, `SET v = (SELECT ...)`; options of the session are none. */
  private set(): void {
    const { c } = this;
    c.step(1);
    do {
      const from = c.pos;
      if (/^(?:GLOBAL|SESSION|LOCAL|PERSIST)$/.test(c.word())) c.step(1);
      const target = readTarget(c) ?? variable(c);
      const draft = new Draft(true);
      let value: Value | undefined;
      draft.inBlock('main', c, block => {
        value = target && readAssigned(c, draft, target);
        if (value) block.select.push({ value });
      });
      if (!target || !value) {
        // SET NOCOUNT ON, SET TRANSACTION ISOLATION LEVEL ...
        c.pos = from;
        return this.toEnd();
      }
      draft.settlePaths();
      const old = target.qualifier?.toLowerCase();
      const own = old === 'new' || old === 'old' ? { ...target, qualifier: old } : target;
      this.assignments.push({ target: own, value, span: c.span(from) });
      if (draft.blocks.length > 1) {
        this.queries.push({
          verb: 'select',
          blocks: draft.blocks,
          span: c.span(from),
          complete: draft.complete,
        });
      }
      if (!draft.complete) this.opaque = true;
    } while (c.acceptSymbol(','));
  }

  /** Calls of other routines and texts that are made while it runs. */
  private call(): void {
    const { c } = this;
    this.opaque = true;
    c.step(1);
    this.toEnd();
  }

  /** `DECLARE v INT DEFAULT (SELECT ...)`, `DECLARE c CURSOR FOR SELECT ...`, `DECLARE EXIT HANDLER FOR ... statement`. */
  private declare(): void {
    const { c } = this;
    while (!c.done && !c.isSymbol(';')) {
      if (startsShape(c)) return this.query();
      if (c.is('HANDLER')) {
        while (!c.done && !c.isSymbol(';') && !c.is('BEGIN') && !c.is('SET') && !startsShape(c)) c.step(1);
        return;
      }
      if (c.options.terminatorOptional && this.begins() && !c.is('DECLARE')) return;
      if (c.is('TABLE') && c.isSymbol('(', 1)) c.step(1);
      c.skip();
    }
  }

  /** Tables that only the routine itself sees. */
  private temporary(): boolean {
    const { c } = this;
    if (!c.is('CREATE') && !c.is('DROP')) return false;
    if (/^TEMP(?:ORARY)?$/.test(c.word(1)) || c.word(2).startsWith('#')) {
      if (c.is('CREATE')) {
        const shape = c.between(c.pos, c.end, inner => readShape(inner, true));
        if (shape) this.queries.push(shape);
      }
      return true;
    }
    return false;
  }

  private begins(): boolean {
    return /^(?:SET|IF|WHILE|EXEC|EXECUTE|PRINT|RETURN|BEGIN|END|FETCH|OPEN)$/.test(this.c.word());
  }

  private toEnd(): void {
    const { c } = this;
    do c.skip();
    while (
      !c.done &&
      !c.isSymbol(';') &&
      !(c.options.terminatorOptional && (this.begins() || startsShape(c)))
    );
  }
}

/** `@v` of MySQL, which is a placeholder to the tokenizer. */
function variable(c: Cursor): Assignment['target'] | undefined {
  const from = c.pos;
  const ident = readIdent(c);
  return ident && { name: ident.value, span: c.span(from) };
}
