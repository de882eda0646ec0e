import type { Origin } from '../../../sql/reading.js';
import type { Span } from '../../../text/span.js';
import type { StatementSubject } from '../../rule.js';
import { maskComments } from './mask.js';
import { mapEntries } from './table.js';

/** Replication of a keyspace as CREATE or ALTER KEYSPACE sets it. */
export interface Replication {
  readonly keyspace: string;
  /** Class without its package. */
  readonly strategy: string;
  /** Replicas per data centre; `replication_factor` where one figure stands for all. Templates are left out. */
  readonly factors: readonly {
    readonly centre: string;
    readonly replicas: number;
    readonly origin: Origin;
  }[];
  readonly strategyOrigin: Origin;
  readonly origin: Origin;
}

/** Reads the replication of a keyspace; undefined for other statements, and where a template stands for it. */
export function replicationOf({ unit, reading }: StatementSubject): Replication | undefined {
  const { statement, span } = reading;
  const creates = statement.kind === 'create schema' && statement.object === 'keyspace';
  if (!creates && !(statement.kind === 'other' && statement.verb === 'ALTER')) return undefined;
  const text = maskComments(unit.piece, span);
  const head = HEAD.exec(text);
  const map = head && MAP.exec(text);
  if (!head || !map) return undefined;
  const entries = mapEntries(map[1]!);
  const strategy = entries.get('class')?.split('.').pop();
  if (strategy === undefined) return undefined;
  const base = span.start + map.index + map[0].length - map[1]!.length;
  const at = (start: number, end: number): Origin => ({ unit, span: shifted({ start, end }, base) });
  const factors = [...map[1]!.matchAll(FACTOR)].map(found => ({
    centre: found[1]!,
    replicas: Number(found[2]),
    origin: at(found.index, found.index + found[0].length),
  }));
  const named = CLASS.exec(map[1]!)!;
  return {
    keyspace: head[1]!.replaceAll('"', ''),
    strategy,
    factors,
    strategyOrigin: at(named.index, named.index + named[0].length),
    origin: at(0, map[1]!.length),
  };
}

function shifted(span: Span, by: number): Span {
  return { start: span.start + by, end: span.end + by };
}

const HEAD =
  /^\s*(?:create|alter)\s+(?:keyspace|schema)\s+(?:if\s+(?:not\s+)?exists\s+)?("[^"]+"|[\w${}.]+)/i;
const MAP = /\breplication\s*=\s*(\{[^}]*\})/i;
const CLASS = /'class'\s*:\s*'[^']*'/i;
/** Scylla and Cassandra 4 write transient replicas as `3/1`: the first figure counts them all. */
const FACTOR = /'(?!class')([^']+)'\s*:\s*'?(\d+)(?:\/\d+)?'?/gi;
