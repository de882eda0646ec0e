import type * as acorn from 'acorn';
import { parse } from 'acorn-loose';
import type { Span } from '../../text/span.js';
import { HIDDEN } from '../templates.js';
import type { Entry, Node } from '../tree.js';

/** A call of a function by its dotted name: `rs.initiate`, `db.adminCommand`. */
export interface JsCall {
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly Node[];
  readonly span: Span;
}

/** `config.members[1].priority = 0`, with the path written as it stands, without blanks. */
export interface JsAssignment {
  readonly target: string;
  readonly targetSpan: Span;
  readonly value: Node;
}

export interface JsText {
  /** In the order of the text; those inside functions and arguments as well. */
  readonly calls: readonly JsCall[];
  readonly assignments: readonly JsAssignment[];
  /** Where a script says what a name stands for; only names that are given a value once. */
  readonly variables: ReadonlyMap<string, Node>;
}

/** Longer scripts are read up to here. */
const MAX_LENGTH = 400_000;
const MAX_DEPTH = 60;
/** Names that are looked up at most: a name in a name in a name could grow without an end. */
const MAX_LOOKUPS = 300;

/**
 * The calls and assignments of a JavaScript text with the literals that they are given. Names that stand for a literal
 * are looked up; every other expression is opaque. Broken text is read as far as it makes sense. Never throws.
 *
 * @param within The part of the text that is JavaScript, such as a command in a shell script. Spans are of the whole
 *   text. A backslash before a quote there is the shell's.
 */
export function readJs(text: string, within?: Span): JsText {
  const part = within === undefined ? text : unescaped(text.slice(within.start, within.end));
  try {
    return new Reader(part.slice(0, MAX_LENGTH), within?.start ?? 0).read();
  } catch {
    // Deeper than the parser's stack.
    return { calls: [], assignments: [], variables: new Map() };
  }
}

/** Escaped quotes as quotes, at the same length: a blank stands outside of what they hold. */
function unescaped(text: string): string {
  const open = new Set<string>();
  return text.replace(/\\(["'`$])/g, (_, quote: string) => {
    if (quote === '$') return ' $';
    if (open.delete(quote)) return `${quote} `;
    open.add(quote);
    return ` ${quote}`;
  });
}

class Reader {
  private readonly calls: JsCall[] = [];
  private readonly assignments: JsAssignment[] = [];
  private readonly initial = new Map<string, acorn.Node | null>();
  private lookups = 0;

  constructor(
    private readonly text: string,
    private readonly offset: number,
  ) {}

  read(): JsText {
    const program = parse(this.text, {
      ecmaVersion: 'latest',
      allowReturnOutsideFunction: true,
    }) as acorn.Node;
    const all: acorn.Node[] = [];
    collect(program, all);
    for (const node of all) {
      if (node.type === 'VariableDeclarator') {
        const { id, init } = node as acorn.VariableDeclarator;
        if (id.type === 'Identifier' && init)
          this.initial.set(id.name, this.initial.has(id.name) ? null : init);
      } else if (node.type === 'AssignmentExpression') {
        const { left, right } = node as acorn.AssignmentExpression;
        if (left.type === 'Identifier')
          this.initial.set(left.name, this.initial.has(left.name) ? null : right);
      }
    }
    for (const node of all) {
      if (node.type === 'CallExpression' || node.type === 'NewExpression')
        this.call(node as acorn.CallExpression);
      else if (node.type === 'AssignmentExpression') this.assignment(node as acorn.AssignmentExpression);
    }
    const variables = new Map<string, Node>();
    for (const [name, node] of this.initial)
      if (node !== null) variables.set(name, this.value(node, 0, true));
    return { calls: this.calls, assignments: this.assignments, variables };
  }

  private call(node: acorn.CallExpression): void {
    const name = dotted(node.callee);
    if (name === undefined) return;
    this.calls.push({
      name,
      nameSpan: this.span(node.callee),
      args: node.arguments.map(each => this.value(each, 0, true)),
      span: this.span(node),
    });
  }

  private assignment({ left, right, operator }: acorn.AssignmentExpression): void {
    const target = operator === '=' && left.type === 'MemberExpression' ? dotted(left) : undefined;
    if (target === undefined) return;
    this.assignments.push({ target, targetSpan: this.span(left), value: this.value(right, 0, true) });
  }

  /** @param open Names may be looked up to whole objects: not inside one that was looked up itself. */
  private value(node: acorn.AnyNode | acorn.Node, depth: number, open: boolean): Node {
    const span = this.span(node);
    if (depth > MAX_DEPTH) return { kind: 'opaque', span };
    const it = node as acorn.Expression;
    switch (it.type) {
      case 'ObjectExpression': {
        const entries = it.properties.flatMap((property): Entry[] => {
          if (property.type !== 'Property' || property.computed) return [];
          const { key } = property;
          const name =
            key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : undefined;
          if (name === undefined || name === '✖') return [];
          return [{ key: name, keySpan: this.span(key), value: this.value(property.value, depth + 1, open) }];
        });
        return { kind: 'map', entries, span };
      }
      case 'ArrayExpression': {
        const items = it.elements.flatMap(each => (each === null ? [] : [this.value(each, depth + 1, open)]));
        return { kind: 'list', items, span };
      }
      case 'Identifier': {
        const found = this.initial.get(it.name);
        if (found === null || found === undefined || ++this.lookups > MAX_LOOKUPS) break;
        if (!open && found.type !== 'Literal') break;
        return this.value(found, depth + 1, false);
      }
      case 'ParenthesizedExpression':
        return this.value(it.expression, depth + 1, open);
      default: {
        const value = constant(it, 0);
        if (
          value === undefined ||
          (typeof value === 'string' && (value.includes(HIDDEN) || isVariable(value)))
        )
          break;
        return { kind: 'scalar', value, span };
      }
    }
    return { kind: 'opaque', span };
  }

  private span({ start, end }: { readonly start: number; readonly end: number }): Span {
    return { start: start + this.offset, end: end + this.offset };
  }
}

/** What a shell or a template fills in: `${HOST}:27017`. */
function isVariable(text: string): boolean {
  return /\$\{|\$[A-Za-z_]|\$\(|%\(\w+\)s/.test(text);
}

type Scalar = string | number | boolean | null;

/** Literals, and what can be worked out of them: `24 * 3600`, `"a" + "b"`, `NumberInt(5)`. */
function constant(node: acorn.Expression | acorn.AnyNode | acorn.Node, depth: number): Scalar | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const it = node as acorn.Expression;
  switch (it.type) {
    case 'Literal':
      return typeof it.value === 'object' && it.value !== null
        ? undefined
        : typeof it.value === 'bigint'
          ? Number(it.value)
          : (it.value as Scalar);
    case 'TemplateLiteral':
      return it.expressions.length === 0
        ? it.quasis.map(({ value }) => value.cooked ?? '').join('')
        : undefined;
    case 'UnaryExpression': {
      const value = constant(it.argument, depth + 1);
      if (it.operator === '-' && typeof value === 'number') return -value;
      if (it.operator === '!' && (typeof value === 'boolean' || typeof value === 'number')) return !value;
      return undefined;
    }
    case 'BinaryExpression': {
      const left = constant(it.left, depth + 1);
      const right = constant(it.right, depth + 1);
      if (it.operator === '+' && typeof left === 'string' && typeof right === 'string') return left + right;
      if (typeof left !== 'number' || typeof right !== 'number') return undefined;
      if (it.operator === '+') return left + right;
      if (it.operator === '-') return left - right;
      if (it.operator === '*') return left * right;
      return it.operator === '/' && right !== 0 ? left / right : undefined;
    }
    case 'CallExpression':
    case 'NewExpression': {
      const [first] = it.arguments;
      const name = dotted(it.callee);
      if (name === undefined || first === undefined || !NUMBERS.has(name)) return undefined;
      const value = constant(first, depth + 1);
      const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
      return Number.isFinite(number) ? number : undefined;
    }
    default:
      return undefined;
  }
}

const NUMBERS: ReadonlySet<string> = new Set([
  'NumberInt',
  'NumberLong',
  'NumberDecimal',
  'Int32',
  'Long',
  'Double',
  'Number',
  'parseInt',
  'Long.fromNumber',
]);

/** `a.b[0].c`; undefined where a part of it is computed. */
function dotted(node: acorn.AnyNode | acorn.Node): string | undefined {
  const parts: string[] = [];
  let at = node as acorn.Expression | acorn.Super;
  while (at.type === 'MemberExpression' && parts.length < 20) {
    const { property, computed } = at;
    if (!computed && property.type === 'Identifier') parts.push(`.${property.name}`);
    else if (computed && property.type === 'Literal')
      parts.push(typeof property.value === 'number' ? `[${property.value}]` : `.${property.value}`);
    else return undefined;
    at = at.object;
  }
  return at.type === 'Identifier' ? at.name + parts.reverse().join('') : undefined;
}

/** Every node below one, in the order of the text. */
function collect(root: acorn.Node, into: acorn.Node[]): void {
  const stack: acorn.Node[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    into.push(node);
    const below: acorn.Node[] = [];
    for (const value of Object.values(node) as unknown[]) {
      for (const each of Array.isArray(value) ? (value as unknown[]) : [value])
        if (isNode(each)) below.push(each);
    }
    stack.push(...below.reverse());
  }
  into.sort((a, b) => a.start - b.start || b.end - a.end);
}

function isNode(value: unknown): value is acorn.Node {
  return (
    typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
  );
}
