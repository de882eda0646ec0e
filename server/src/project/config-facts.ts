import { FACT_KEYS, type FactKey, readAmount, readFact } from '../workload/facts/index.js';
import type { ColumnFacts, Environment, Known, TableFacts } from '../workload/model.js';
import type { TableConfig } from './config.js';
import { HARDWARE_KEYS } from './config-keys.js';
import type { Value, YamlReader } from './config-yaml.js';

/** Facts that `tables` takes of a table and of a column, by the words that comments use too. */
export const TABLE_KEYS: readonly FactKey[] = FACT_KEYS.filter(key => key.about === 'table');
export const COLUMN_KEYS: readonly FactKey[] = FACT_KEYS.filter(key => key.about === 'column');

const SOURCE = 'faultline.yaml';

/** Reads `tables`: facts by table name or glob. */
export function readTables(reader: YamlReader, value: Value): readonly TableConfig[] {
  if (value.kind !== 'map') {
    if (value.kind !== 'empty') reader.problem(value, `\`tables\` takes a map; this is ${value.described}.`);
    return [];
  }
  return reader
    .entries(value)
    .map(({ key, value: facts }) => ({ glob: key, facts: readTable(reader, key, facts) }));
}

/** Reads `hardware`. */
export function readHardware(reader: YamlReader, value: Value): Environment {
  const names = HARDWARE_KEYS.map(key => key.name);
  const result: { memoryBytes?: Known<number> } = {};
  for (const { value: size } of reader.map(value, '`hardware`', names, 'key')) {
    const amount = readAmount('bytes', textOf(size) ?? '');
    if ('value' in amount) result.memoryBytes = { value: amount.value, source: SOURCE };
    else reader.instead(size, amount.problem, amount.instead);
  }
  return result;
}

function readTable(reader: YamlReader, name: string, value: Value): TableFacts {
  const columns = new Map<string, ColumnFacts>();
  const facts: Record<string, Known<unknown>> = {};
  const names = [...TABLE_KEYS.map(key => key.name), 'columns'];
  for (const entry of reader.map(value, `\`${name}\``, names, 'fact of a table')) {
    if (entry.key !== 'columns') {
      readInto(facts, reader, TABLE_KEYS, entry.key, entry.value);
      continue;
    }
    if (entry.value.kind !== 'map') {
      if (entry.value.kind !== 'empty')
        reader.problem(entry.value, `\`columns\` takes a map; this is ${entry.value.described}.`);
      continue;
    }
    for (const { key: column, value: said } of reader.entries(entry.value)) {
      const own: Record<string, Known<unknown>> = {};
      const known = COLUMN_KEYS.map(key => key.name);
      for (const fact of reader.map(said, `\`${column}\``, known, 'fact of a column'))
        readInto(own, reader, COLUMN_KEYS, fact.key, fact.value);
      columns.set(column, own as ColumnFacts);
    }
  }
  return { ...(facts as Omit<TableFacts, 'columns'>), columns };
}

function readInto(
  facts: Record<string, Known<unknown>>,
  reader: YamlReader,
  keys: readonly FactKey[],
  name: string,
  value: Value,
): void {
  const key = keys.find(each => each.name === name)!;
  const text = textOf(value);
  const read = readFact(key, key.measure === 'flag' && value.kind === 'empty' ? undefined : (text ?? ''));
  if ('value' in read) facts[key.field] = { value: read.value, source: SOURCE };
  else reader.instead(value, read.problem, 'instead' in read ? read.instead : undefined);
}

/** A scalar as it was meant: `rows: 50000000` is a number for YAML, `rows: 50M` a text. */
function textOf({ scalar }: Value): string | undefined {
  if (typeof scalar === 'string' || typeof scalar === 'boolean') return String(scalar);
  if (typeof scalar !== 'number' || !Number.isFinite(scalar)) return undefined;
  return scalar.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });
}
