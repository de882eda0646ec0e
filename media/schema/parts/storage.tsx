import type { DiagramTable, TableDetails } from '../../../server/src/protocol/schema-panel.js';
import { LinkButton } from '../../shared/controls/index.js';
import { showTable } from '../actions.js';
import { count } from '../model/words.js';
import * as store from '../store.js';

const MOST = 8;

/** Size, partitions, keys of order and distribution, indexes, triggers. */
export function Storage({
  table,
  details,
}: {
  readonly table: DiagramTable;
  readonly details: TableDetails | undefined;
}) {
  const { size, partitions, sortKey, distributionKey, indexes, triggers } = table;
  const pairs: [string, string][] = [];
  const own = details?.storage ?? [];
  const said = new Set(own.map(({ name }) => name.toLowerCase()));
  if (size !== undefined && !said.has('size') && !said.has('rows')) pairs.push(['Size', size]);
  if (partitions !== undefined && !said.has('partitions'))
    pairs.push(['Partitions', `${partitions.count}, by ${partitions.method} on ${partitions.by}`]);
  if (sortKey !== undefined && !said.has('sort key')) pairs.push(['Sorted by', sortKey.join(', ')]);
  if (distributionKey !== undefined && !said.has('distribution key'))
    pairs.push(['Distributed by', distributionKey.join(', ')]);
  for (const { name, value } of own) pairs.push([name, value]);
  if (details !== undefined && details.queries > 0)
    pairs.push(['Used by', count(details.queries, 'query', 'queries')]);
  const names = partitions?.names ?? [];
  return (
    <>
      {pairs.length > 0 && (
        <>
          <h3>Storage</h3>
          <dl class="pairs">
            {pairs.map(([name, value]) => [
              <dt key={name}>{name}</dt>,
              <dd key={`${name} value`}>{value}</dd>,
            ])}
          </dl>
        </>
      )}
      {names.length > 0 && (
        <details class="more">
          <summary>{count(names.length, 'partition')}</summary>
          <ul class="plain">
            {names.map(name => (
              <li key={name}>
                <Partition name={name} parent={table.id} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {indexes.length > 0 && (
        <>
          <h3>{count(indexes.length, 'index', 'indexes')}</h3>
          <ul class="plain">
            {indexes.slice(0, MOST).map(({ name, columns, unique }) => (
              <li key={name}>
                <code>{name}</code>
                <span class="dim">
                  {' '}
                  ({columns.join(', ')}){unique ? ', unique' : ''}
                </span>
              </li>
            ))}
            {indexes.length > MOST && <li class="dim">{indexes.length - MOST} more</li>}
          </ul>
        </>
      )}
      {triggers.length > 0 && (
        <>
          <h3>{count(triggers.length, 'trigger')}</h3>
          <ul class="plain">
            {triggers.map(({ name, writes }) => (
              <li key={name}>
                <code>{name}</code>
                {writes.length > 0 && <span class="dim"> writes </span>}
                {writes.map((id, index) => (
                  <span key={id}>
                    {index > 0 && ', '}
                    <LinkButton onClick={() => showTable(id)}>
                      {store.tablesById.value.get(id)?.name ?? id}
                    </LinkButton>
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Partition({ name, parent }: { readonly name: string; readonly parent: string }) {
  const table = [...store.tablesById.value.values()].find(
    each => each.name === name && each.partitionOf === parent,
  );
  return table === undefined ? (
    <code>{name}</code>
  ) : (
    <LinkButton onClick={() => showTable(table.id)}>{name}</LinkButton>
  );
}
