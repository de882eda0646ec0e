import type { SourceUnit } from '../../../sql/reading.js';
import { nodeFolder } from '../../kit/places.js';
import type { Fragment, StatementFormat } from '../../module.js';
import type { ClickData } from './data.js';

/** `CREATE TABLE … ENGINE = ReplicatedMergeTree('/path/{shard}/t', '{replica}')` and `Distributed(…)`. */
export const DDL: StatementFormat<ClickData> = {
  dialects: ['clickhouse'],
  mayBe: /Replicated\w*MergeTree|Distributed\s*\(/i,
  read: readTable,
};

function readTable(unit: SourceUnit): readonly Fragment<ClickData>[] {
  const { text } = unit.piece;
  const head = /^\s*(?:CREATE|ATTACH)\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?([`"\w.]{1,200})/i.exec(
    text.replace(/^(?:\s*--[^\n]*\n)+/, found => ' '.repeat(found.length)),
  );
  const engine = /\bENGINE\s*=?\s*(Replicated\w*MergeTree|Distributed)\s*(\(?)/i.exec(text);
  if (head === null || engine === null) return [];
  const start = text.indexOf(head[1]!, 0);
  const origin = { unit, span: { start, end: start + head[1]!.length } };
  const on = /\bON\s+CLUSTER\s+['"`]?([\w{}-]{1,100})/i.exec(text)?.[1];
  return [
    {
      system: 'clickhouse',
      uri: unit.uri,
      origin,
      data: {
        kind: 'table',
        uri: unit.uri,
        folder: nodeFolder(unit.uri),
        name: head[1]!.replace(/[`"]/g, ''),
        engine: engine[1]!,
        args: engine[2] === '(' ? argumentsAt(unit, engine.index + engine[0].length) : [],
        ...(on === undefined ? {} : { onCluster: on }),
        origin,
      },
    },
  ];
}

/** Arguments up to the closing bracket: texts in quotes, and names. */
function argumentsAt(unit: SourceUnit, from: number) {
  const { text } = unit.piece;
  const found: { text: string; origin: { unit: SourceUnit; span: { start: number; end: number } } }[] = [];
  const pattern = /\s*(?:'([^']*)'|([\w.{}]+)|(,)|(\)))/y;
  pattern.lastIndex = from;
  for (let i = 0; i < 50; i++) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null || match[4] !== undefined) break;
    const value = match[1] ?? match[2];
    if (value === undefined) continue;
    const end = at + match[0].length;
    const length = match[1] === undefined ? value.length : value.length + 2;
    found.push({ text: value, origin: { unit, span: { start: end - length, end } } });
  }
  return found;
}
