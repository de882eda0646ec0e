import type { Table } from '../../schema/model.js';
import type { Origin } from '../../sql/reading.js';
import { argument, stringOf } from './calls.js';

/** How Citus keeps a table. */
export type CitusKind =
  | {
      readonly kind: 'distributed';
      readonly column: string;
      readonly colocateWith: string | undefined;
      readonly origin: Origin;
    }
  | { readonly kind: 'reference'; readonly origin: Origin }
  /** Something was said that only the server can tell: a function's result, one shard, a later change. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'local' };

/** What the calls on a table make of it. */
export function citusKind(table: Table): CitusKind {
  const calls = table.extensionCalls.filter(call => CITUS.test(call.function));
  const [call] = calls;
  if (!call) return { kind: 'local' };
  if (calls.length > 1) return { kind: 'unknown' };
  if (call.function.startsWith('create_reference_table')) return { kind: 'reference', origin: call.origin };
  const column = stringOf(argument(call.args, 1, 'distribution_column'));
  const type = stringOf(argument(call.args, 2, 'distribution_type'));
  if (
    !call.function.startsWith('create_distributed_table') ||
    column === undefined ||
    (type ?? 'hash') !== 'hash'
  )
    return { kind: 'unknown' };
  const definition = table.columns.find(item => item.name === column.toLowerCase() || item.name === column);
  if (!definition) return { kind: 'unknown' };
  const colocateWith = stringOf(argument(call.args, 3, 'colocate_with'));
  return { kind: 'distributed', column: definition.name, colocateWith, origin: call.origin };
}

const CITUS =
  /^(create_distributed_table|create_reference_table|alter_distributed_table|undistribute_table|citus_add_local_table)/;
