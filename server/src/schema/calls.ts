import type { Expr } from '../sql/ast/index.js';

/**
 * Functions of extensions that turn a table into something else: hypertables and their policies (Timescale),
 * distribution (Citus), managed partitions (pg_partman).
 */
const FUNCTIONS: ReadonlySet<string> = new Set([
  'create_hypertable',
  'create_distributed_hypertable',
  'add_dimension',
  'set_chunk_time_interval',
  'add_retention_policy',
  'add_compression_policy',
  'add_columnstore_policy',
  'add_reorder_policy',
  'add_continuous_aggregate_policy',
  'add_policies',
  'remove_retention_policy',
  'remove_compression_policy',
  'remove_columnstore_policy',
  'remove_continuous_aggregate_policy',
  'refresh_continuous_aggregate',
  'drop_chunks',
  'create_distributed_table',
  'create_distributed_table_concurrently',
  'create_reference_table',
  'citus_add_local_table_to_metadata',
  'alter_distributed_table',
  'undistribute_table',
  'create_parent',
  'create_time_partitions',
]);

export interface Call {
  readonly name: string;
  readonly args: readonly Expr[];
}

/** The function's name without its schema. */
export function callName(call: Call): string {
  return call.name.slice(call.name.lastIndexOf('.') + 1).toLowerCase();
}

/** The relation that such a call is about; undefined for every other call. */
export function relationOfCall(call: Call): { readonly schema?: string; readonly name: string } | undefined {
  if (!FUNCTIONS.has(callName(call))) return undefined;
  for (const arg of call.args) {
    const text = typeof arg.value === 'string' ? arg.value : /'([^']+)'/.exec(arg.text)?.[1];
    if (text !== undefined) return splitName(text);
  }
  return undefined;
}

/** A name inside a string, folded as PostgreSQL folds `regclass` input. */
function splitName(text: string): { schema?: string; name: string } | undefined {
  const parts = [...text.matchAll(/"((?:[^"]|"")*)"|([^".\s]+)/g)].map(
    match => match[1]?.replaceAll('""', '"') ?? match[2]!.toLowerCase(),
  );
  const name = parts.pop();
  if (name === undefined) return undefined;
  const schema = parts.pop();
  return schema === undefined ? { name } : { schema, name };
}
