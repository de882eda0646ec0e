import type { Origin, SourceUnit } from '../../../sql/reading.js';
import type { Fragment, StatementFormat } from '../../module.js';
import type { Written } from '../../settings.js';
import { type CassandraData, type Factor, folderOf } from './data.js';

/** Keyspaces and options of tables, and the consistency levels of cqlsh scripts. */
export const CQL: StatementFormat<CassandraData> = {
  dialects: ['cql'],
  mayBe:
    /keyspace|consistency|gc_grace_seconds|default_time_to_live|read_repair|speculative_retry|additional_write_policy|tombstone_gc/i,
  read: unit => {
    const text = withoutComments(unit);
    return [...keyspaces(unit, text), ...tables(unit, text), ...consistency(unit, text)].map(
      (data): Fragment<CassandraData> => ({ system: 'cassandra', uri: unit.uri, origin: data.origin, data }),
    );
  },
};

function keyspaces(unit: SourceUnit, text: string): CassandraData[] {
  const head = KEYSPACE.exec(text);
  if (!head) return [];
  const map = /\breplication\s*=\s*\{([^}]{0,4000})\}/i.exec(text);
  const durable = /\b(durable_writes)\s*=\s*(\w+)/i.exec(text);
  const inner = map?.[1] ?? '';
  const base = map === null ? 0 : map.index + map[0].length - 1 - inner.length;
  const strategy = /'class'\s*:\s*'([^']*)'/i.exec(inner);
  if (!map || !strategy) return [];
  const at = (start: number, end: number): Origin => ({ unit, span: { start, end } });
  const factors: Factor[] = [];
  for (const found of inner.matchAll(/'([^']{1,200})'\s*:\s*'?(\d{1,4})(?:\/(\d{1,4}))?'?/g)) {
    if (found[1]!.toLowerCase() === 'class' || factors.length === 100) continue;
    factors.push({
      dc: found[1]!,
      copies: Number(found[2]),
      transient: Number(found[3] ?? 0),
      origin: at(base + found.index, base + found.index + found[0].length),
    });
  }
  const name = head[2]!.replaceAll('"', '');
  const start = head.index + head[0].length - head[2]!.length;
  return [
    {
      kind: 'keyspace',
      folder: folderOf(unit.uri),
      name: head[2]!.startsWith('"') ? name : name.toLowerCase(),
      alters: head[1]!.toLowerCase() === 'alter',
      strategy: strategy[1]!.split('.').pop() ?? '',
      strategyOrigin: at(base + strategy.index, base + strategy.index + strategy[0].length),
      factors,
      written: durable ? [written(unit, durable)] : [],
      origin: at(start, start + head[2]!.length),
    },
  ];
}

function tables(unit: SourceUnit, text: string): CassandraData[] {
  const head = TABLE.exec(text);
  if (!head) return [];
  const mode = TOMBSTONE_GC.exec(text);
  const options = [...text.matchAll(OPTION), ...(mode ? [mode] : [])].map(found => written(unit, found));
  if (options.length === 0) return [];
  const start = head.index + head[0].length - head[1]!.length;
  return [
    {
      kind: 'table',
      folder: folderOf(unit.uri),
      name: head[1]!.replaceAll('"', ''),
      written: options,
      origin: { unit, span: { start, end: start + head[1]!.length } },
    },
  ];
}

/** `CONSISTENCY` is a command of the shell: it needs no semicolon and may stand before a statement. */
function consistency(unit: SourceUnit, text: string): CassandraData[] {
  return [...text.matchAll(CONSISTENCY)].map(found => {
    const start = found.index + found[0].length - found[2]!.length;
    const origin: Origin = { unit, span: { start, end: start + found[2]!.length } };
    const key = found[1] === undefined ? 'basic.request.consistency' : 'basic.request.serial-consistency';
    return {
      kind: 'client',
      from: 'cqlsh',
      folder: folderOf(unit.uri),
      name: unit.uri.slice(unit.uri.lastIndexOf('/') + 1),
      targets: [],
      written: [{ key, raw: found[2]!.toUpperCase(), keyOrigin: origin, origin }],
      origin,
    };
  });
}

const KEYSPACE =
  /^\s*(create|alter)\s+(?:keyspace|schema)\s+(?:if\s+(?:not\s+)?exists\s+)?("[^"]{1,200}"|\w{1,200})/im;
const TABLE =
  /^\s*(?:create|alter)\s+(?:table|columnfamily)\s+(?:if\s+(?:not\s+)?exists\s+)?((?:"[^"]{1,200}"|\w{1,200})(?:\.(?:"[^"]{1,200}"|\w{1,200}))?)/im;
const OPTION =
  /\b(gc_grace_seconds|default_time_to_live|read_repair|read_repair_chance|dclocal_read_repair_chance|speculative_retry|additional_write_policy)\s*=\s*('[^']{0,200}'|[\w.-]{1,60})/gi;
/** ScyllaDB: when tombstones are dropped; after a repair, after a time, or never. */
const TOMBSTONE_GC = /\b(tombstone_gc)\s*=\s*\{[^}]{0,200}?'mode'\s*:\s*('\w{1,20}')/i;
const CONSISTENCY =
  /^[ \t]*(serial[ \t]+)?consistency[ \t]+(any|one|two|three|quorum|all|local_quorum|each_quorum|local_one|serial|local_serial)\b(?=[ \t]*;?[ \t]*\r?$)/gim;

function written(unit: SourceUnit, found: RegExpMatchArray): Written {
  const start = found.index!;
  const value = found[2]!;
  const end = start + found[0].length;
  return {
    key: found[1]!.toLowerCase(),
    raw: value.replace(/^'|'$/g, ''),
    keyOrigin: { unit, span: { start, end: start + found[1]!.length } },
    origin: { unit, span: { start: end - value.length, end } },
  };
}

/** The text with its comments made into blanks of the same length. */
function withoutComments({ piece: { text, comments } }: SourceUnit): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of comments) {
    if (start < at) continue;
    parts.push(text.slice(at, start), text.slice(start, end).replace(/[^\r\n]/g, ' '));
    at = end;
  }
  return parts.join('') + text.slice(at);
}
