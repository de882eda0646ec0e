import type { Value } from '../../ast/shape.js';
import type { Cursor } from '../cursor.js';
import { readType } from '../types.js';
import { readNode } from './conditions.js';
import type { Draft } from './draft.js';
import { asConditions, asValue, type Node, negate, noSpan } from './nodes.js';
import { readPrimary } from './primary.js';

/** Reads what may stand beside a comparison: values with arithmetic between them. */
export function readOperand(c: Cursor, d: Draft, weakest = 1): Node {
  const from = c.pos;
  let left = readUnary(c, d);
  for (;;) {
    const operator = operatorHere(c);
    if (!operator || operator.binds < weakest) return left;
    c.step(operator.tokens);
    const right = asValue(c, readOperand(c, d, operator.binds + 1));
    const args = [asValue(c, left), right];
    left = { kind: 'arithmetic', name: operator.name, text: c.slice(from), span: c.span(from), args };
  }
}

/** A value where none could be read. */
export function emptyValue(c: Cursor): Value {
  return { kind: 'other', text: '', span: noSpan(c) };
}

const BINDS: Readonly<Record<string, number>> = {
  '|': 1,
  '&': 2,
  '#': 2,
  '<<': 3,
  '>>': 3,
  '+': 4,
  '-': 4,
  '||': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  '^': 6,
  '->>': 7,
  '->': 7,
};

const OPERATORS = ['->>', '->', '||', '<<', '>>', '|', '&', '#', '+', '-', '*', '/', '%', '^'];

function operatorHere(c: Cursor): { name: string; tokens: number; binds: number } | undefined {
  const word = c.word();
  if (word === 'DIV' || word === 'MOD') return { name: word.toLowerCase(), tokens: 1, binds: 5 };
  if (c.kind() !== 5) return undefined;
  const name = OPERATORS.find(each => {
    for (let i = 0; i < each.length; i++) {
      if (!c.isSymbol(each[i]!, i) || (i > 0 && !c.touchesNext(i - 1))) return false;
    }
    return true;
  });
  if (!name) return undefined;
  const mysql = c.options.types === 'mysql';
  if (mysql && (name === '||' || (name === '&' && c.isSymbol('&', 1) && c.touchesNext()))) return undefined;
  // T-SQL: `SET @x += 1`, `a *= b`.
  if (name.length === 1 && c.isSymbol('=', 1) && c.touchesNext()) return undefined;
  return { name, tokens: name.length, binds: BINDS[name]! };
}

function readUnary(c: Cursor, d: Draft): Node {
  const from = c.pos;
  const sign = /^[-+~!]$/.exec(c.raw())?.[0];
  if (sign && c.kind() === 5) {
    if (sign === '-' && c.isNumber(1)) return readPostfix(c, d, from, negativeNumber(c));
    c.step(1);
    const inner = d.nested(
      c,
      () => readUnary(c, d),
      () => emptyValue(c),
    );
    const span = c.span(from);
    if (sign === '!') return { test: negate(asConditions(inner), span), span };
    return { kind: 'arithmetic', name: sign, text: c.slice(from), span, args: [asValue(c, inner)] };
  }
  if (c.is('BINARY') && c.options.types === 'mysql' && !c.isSymbol('(', 1)) {
    c.step(1);
    const args = [asValue(c, readUnary(c, d))];
    return { kind: 'cast', name: 'binary', text: c.slice(from), span: c.span(from), args };
  }
  return readPostfix(c, d, from, readPrimary(c, d));
}

function negativeNumber(c: Cursor): Value {
  const from = c.pos;
  c.step(2);
  const number = Number(c.rawAt(from + 1));
  return {
    kind: 'constant',
    text: c.slice(from),
    span: c.span(from),
    constant: Number.isNaN(number) ? c.slice(from) : -number,
  };
}

/** Casts, subscripts, collations and time zones behind a value. */
function readPostfix(c: Cursor, d: Draft, from: number, first: Node): Node {
  let node = first;
  for (;;) {
    if (c.isSymbol(':') && c.isSymbol(':', 1) && c.touchesNext()) {
      c.step(2);
      const type = readType(c);
      if (!type) d.complete = false;
      const args = [asValue(c, node)];
      node = { kind: 'cast', name: type?.base ?? '', text: c.slice(from), span: c.span(from), args };
    } else if (c.isSymbol(':') && c.options.dialect === 'snowflake' && c.isName(1) && c.touchesNext(-1)) {
      c.step(2);
      node = field(c, from, 'path', [asValue(c, node)]);
    } else if (c.isSymbol('[') && c.pos > from) {
      const index = c.inside(inner => {
        const values: Value[] = [];
        while (!inner.done) {
          const at = inner.pos;
          if (!inner.isSymbol(':')) values.push(asValue(inner, readNode(inner, d)));
          if (!inner.acceptSymbol(':') && inner.pos === at) inner.pos = inner.end;
        }
        return values;
      });
      node = field(c, from, 'element', [asValue(c, node), ...index]);
    } else if (c.isSymbol('.') && c.pos > from && (c.isName(1) || c.isNumber(1) || c.isSymbol('*', 1))) {
      c.step(2);
      node = field(c, from, 'field', [asValue(c, node)]);
    } else if (c.is('COLLATE')) {
      c.step(2);
      node = field(c, from, 'collate', [asValue(c, node)]);
    } else if (c.is('AT', 'TIME', 'ZONE')) {
      c.step(3);
      const zone = asValue(c, readUnary(c, d));
      const args = [zone, asValue(c, node)];
      node = { kind: 'call', name: 'timezone', text: c.slice(from), span: c.span(from), args };
    } else return node;
  }
}

function field(c: Cursor, from: number, name: string, args: readonly Value[]): Value {
  return { kind: 'other', name, text: c.slice(from), span: c.span(from), args };
}
