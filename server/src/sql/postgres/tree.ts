import type { Node } from 'libpg-query';
import type { Reading } from '../reading.js';
import { Source } from './source.js';
import { parseRaw, type RawParse } from './wasm.js';

/** A statement's tree, with the text that its offsets count in. */
export interface Tree {
  readonly source: Source;
  readonly node: Node;
}

export interface QueryText {
  /** What is parsed. */
  readonly sql: string;
  /** What stands in the piece: of equal length, and different where something was replaced. */
  readonly original: string;
  /** Where both begin in the piece. */
  readonly base: number;
}

/** The tree of the first statement of a text; undefined where PostgreSQL's grammar refuses it. */
export function treeOf(text: QueryText): Tree | undefined {
  return planted(text, parseRaw(text.sql));
}

/** The same for a line of a routine. `RETURN NEW` and others stand in most of them: they are parsed once. */
export function lineTree(text: QueryText): Tree | undefined {
  const { sql } = text;
  if (sql.length > LONG_LINE) return treeOf(text);
  let parsed = lines.get(sql);
  if (!parsed) {
    parsed = parseRaw(sql);
    if (lines.size >= LINES) lines.clear();
    if (parsed.ok || parsed.certain) lines.set(sql, parsed);
  }
  return planted(text, parsed);
}

const LONG_LINE = 200;
const LINES = 100;
const lines = new Map<string, RawParse>();

function planted({ sql, original, base }: QueryText, parsed: RawParse): Tree | undefined {
  const [statement] = parsed.ok ? parsed.statements : [];
  if (!parsed.ok || !statement) return undefined;
  return { source: new Source(sql, original, base, parsed.offsets), node: statement.stmt };
}

/** Code units of text whose trees may wait: a tree takes some fifty bytes for each. */
const LIMIT = 128 * 1024;

const waiting = new Map<Reading, Tree>();
let length = 0;

/**
 * Keeps the tree of a statement of which somebody is going to ask for more, lest it be parsed again. There is room for
 * a few: the oldest are forgotten.
 */
export function keepTree(reading: Reading, tree: Tree): void {
  waiting.set(reading, tree);
  length += tree.source.sql.length;
  for (const [oldest, { source }] of waiting) {
    if (length <= LIMIT) break;
    waiting.delete(oldest);
    length -= source.sql.length;
  }
}

/** The tree of a statement, once; undefined where it was not kept. */
export function takeTree(reading: Reading): Tree | undefined {
  const tree = waiting.get(reading);
  if (tree && waiting.delete(reading)) length -= tree.source.sql.length;
  return tree;
}
