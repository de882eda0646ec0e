import type { MapNode, Node } from '../../documents/tree.js';
import { didYouMean } from '../../text/nearest.js';
import type { Span } from '../../text/span.js';
import { hostProblem } from './grouping.js';
import type { HostName } from './model.js';
import type { ScheduleProblem } from './problem.js';
import { durationText } from './scalar.js';
import { listed, shown } from './shown.js';
import { readTime } from './time.js';

/** More than anybody reads. */
const MAX_PROBLEMS = 100;

/** Reads values of a schedule file. What is wrong becomes a problem where it stands, and the value undefined. */
export class Fields {
  readonly problems: ScheduleProblem[] = [];

  /** @param hosts Names that may be spoken of; undefined: any. */
  constructor(
    readonly text: string,
    readonly hosts?: ReadonlySet<string>,
  ) {}

  /** Notes a problem at a span, made at least one character wide and kept within the text. */
  problem({ start, end }: Span, message: string): undefined {
    if (this.problems.length >= MAX_PROBLEMS) return undefined;
    const last = this.text.length;
    const from = Math.min(start, last);
    this.problems.push({ message, span: { start: from, end: Math.min(Math.max(end, from + 1), last) } });
    return undefined;
  }

  /** The entries of a map by key. Keys that are not among the known ones are problems. */
  map(node: Node, known: readonly string[], what: string): Map<string, Node> | undefined {
    if (node.kind !== 'map') return this.problem(node.span, `${what} is a map of ${listed(known)}.`);
    const found = new Map<string, Node>();
    for (const { key, keySpan, value } of node.entries) {
      if (known.includes(key)) found.set(key, value);
      else this.problem(keySpan, `${what} has no \`${shown(key)}\`.${didYouMean(key, known)}`);
    }
    return found;
  }

  required(map: ReadonlyMap<string, Node>, key: string, owner: Node, what: string): Node | undefined {
    const node = map.get(key);
    return node ?? this.problem(headOf(owner), `${what} needs \`${key}\`.`);
  }

  items(node: Node, what: string): readonly Node[] {
    if (node.kind === 'list') return node.items;
    if (node.kind !== 'scalar' || node.value !== null) this.problem(node.span, `${what} is a list.`);
    return [];
  }

  /**
   * A time in ms, rounded to whole ones: a number of seconds, or a text with units. Outside the bounds it is a problem.
   * @param least In ms; with `most` the bounds that are allowed.
   */
  duration(node: Node, what: string, least: number, most: number): number | undefined {
    const ms = this.millis(node);
    if (ms === undefined || !Number.isFinite(ms)) {
      return this.problem(
        node.span,
        `${what} is a time: a number of seconds, or \`10s\`, \`500ms\`, \`1min\`.`,
      );
    }
    if (ms < least) {
      return this.problem(
        node.span,
        least === 0 ? `${what} cannot be negative.` : `${what} is at least ${durationText(least)}.`,
      );
    }
    if (ms > most) return this.problem(node.span, `${what} is at most ${durationText(most)}.`);
    // Minus nothing is nothing.
    return Math.round(ms) + 0;
  }

  number(node: Node, what: string, least: number, most: number): number | undefined {
    const raw = node.kind === 'scalar' ? node.value : null;
    const percent = typeof raw === 'string' ? /^(\d+(?:\.\d+)?)\s*%$/.exec(raw) : null;
    const value =
      percent && most === 1 ? Number(percent[1]) / 100 : typeof raw === 'string' && raw ? Number(raw) : raw;
    if (typeof value === 'number' && value >= least && value <= most) return value;
    return this.problem(node.span, `${what} is a number from ${least} to ${most}.`);
  }

  flag(node: Node, what: string): boolean | undefined {
    if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
    return this.problem(node.span, `${what} is \`true\` or \`false\`.`);
  }

  /** A name as it is written: `10` is one, too. */
  name(node: Node, what: string): string | undefined {
    const { kind, span } = node;
    if (kind === 'scalar' && node.value !== null && typeof node.value !== 'boolean') {
      const name = typeof node.value === 'string' ? node.value : this.text.slice(span.start, span.end).trim();
      if (name.trim() !== '') return name;
    }
    return this.problem(span, `${what} is a name.`);
  }

  host(node: Node, what: string): HostName | undefined {
    const name = this.name(node, what);
    const problem = name === undefined ? undefined : hostProblem(name, this.hosts);
    return problem === undefined ? name : this.problem(node.span, problem);
  }

  /** One host or a list of them, at least one and none twice. */
  hostList(node: Node, what: string): readonly HostName[] | undefined {
    const found = new Set<string>();
    const nodes = node.kind === 'list' ? node.items : [node];
    if (nodes.length === 0) return this.problem(node.span, `${what} names at least one host.`);
    let whole = true;
    for (const item of nodes) {
      const name = this.host(item, what);
      if (name !== undefined && found.has(name)) this.problem(item.span, `${shown(name)} is named twice.`);
      if (name === undefined || found.has(name)) whole = false;
      else found.add(name);
    }
    return whole ? [...found] : undefined;
  }

  private millis(node: Node): number | undefined {
    if (node.kind !== 'scalar') return undefined;
    if (typeof node.value === 'number') return node.value * 1000;
    return typeof node.value === 'string' ? readTime(node.value) : undefined;
  }
}

/** Where a map begins: the place of what it lacks. */
export function headOf(node: Node): Span {
  const entry = node.kind === 'map' ? (node as MapNode).entries[0] : undefined;
  return entry?.keySpan ?? { start: node.span.start, end: Math.min(node.span.end, node.span.start + 1) };
}
