import type { DiagramTable, TableDetails } from '../../../server/src/protocol/schema-panel.js';
import { Button, LinkButton } from '../../shared/controls/index.js';
import { propose, showTable } from '../actions.js';
import { KEPT } from '../model/sentences.js';
import { shortName } from '../model/words.js';
import * as store from '../store.js';

const MOST = 12;

/** Stars that share dimensions, tables on both ends of references, copies and what keeps them true. */
export function Relations({
  table,
  details,
}: {
  readonly table: DiagramTable;
  readonly details: TableDetails | undefined;
}) {
  const { edges, copies } = store.diagram.value!;
  const nameOf = (id: string) => store.tablesById.value.get(id)?.name ?? id;
  const out = edges.filter(({ from, kind }) => from === table.id && kind === 'references');
  const into = edges.filter(({ to, kind }) => to === table.id && kind === 'references');
  const reads = edges.filter(({ from, kind }) => from === table.id && kind === 'reads').map(({ to }) => to);
  const readBy = edges.filter(({ to, kind }) => to === table.id && kind === 'reads').map(({ from }) => from);
  const writtenBy = edges
    .filter(({ to, kind }) => to === table.id && kind === 'writes')
    .map(({ from }) => from);
  const own = copies.filter(({ from, to }) => from.table === table.id || to.table === table.id);
  const shares = details?.shares ?? [];
  return (
    <>
      {shares.length > 0 && (
        <>
          <h3>Shares dimensions with</h3>
          <dl class="pairs">
            {shares.map(({ fact, dimensions }) => [
              <dt key={fact}>
                <LinkButton onClick={() => showTable(fact)}>{nameOf(fact)}</LinkButton>
              </dt>,
              <dd key={`${fact} with`} class="dim">
                {dimensions.map(each => shortName(nameOf(each))).join(', ')}
              </dd>,
            ])}
          </dl>
        </>
      )}
      {(out.length > 0 || into.length > 0) && (
        <>
          <h3>References</h3>
          <ul class="plain">
            {out.slice(0, MOST).map(({ id, to, fromColumns, declared, label }) => (
              <li key={id}>
                <code>{fromColumns.join(', ')}</code> <span class="dim">to</span>{' '}
                <LinkButton onClick={() => showTable(to)}>{nameOf(to)}</LinkButton>
                <span class="dim">
                  {label === undefined ? '' : `, ${label}`}
                  {declared ? '' : ', inferred'}
                </span>
              </li>
            ))}
            {out.length > MOST && <li class="dim">{out.length - MOST} more</li>}
            {into.length > 0 && (
              <ReferredBy
                ids={[...new Set(into.map(({ from }) => from))]}
                nameOf={nameOf}
                words="Referenced by"
              />
            )}
          </ul>
        </>
      )}
      {(reads.length > 0 || readBy.length > 0 || writtenBy.length > 0) && (
        <>
          <h3>Views and triggers</h3>
          <ul class="plain">
            {reads.length > 0 && <ReferredBy ids={reads} nameOf={nameOf} words="Reads" />}
            {readBy.length > 0 && <ReferredBy ids={readBy} nameOf={nameOf} words="Read by" />}
            {writtenBy.length > 0 && (
              <ReferredBy ids={writtenBy} nameOf={nameOf} words="Written by triggers of" />
            )}
          </ul>
        </>
      )}
      {own.length > 0 && (
        <>
          <h3>Copies</h3>
          <ul class="findings">
            {own.map(copy => {
              const { good, text } = KEPT[copy.keptBy];
              const here = copy.to.table === table.id;
              const other = here ? copy.from : copy.to;
              return (
                <li
                  key={copy.id}
                  class={`finding-card ${copy.keptBy === 'unknown' ? 'hint' : good ? 'kept' : 'warning'}`}
                >
                  <p>
                    <code>{here ? copy.to.column : copy.from.column}</code>{' '}
                    <span class="dim">{here ? 'copies' : 'is copied to'}</span>{' '}
                    <LinkButton onClick={() => showTable(other.table, other.column)}>
                      {nameOf(other.table)}.{other.column}
                    </LinkButton>
                  </p>
                  <p class="dim">
                    {copy.text === '' ? `${text.charAt(0).toUpperCase()}${text.slice(1)}.` : copy.text}
                  </p>
                  {here && (
                    <div class="actions">
                      <Button onClick={() => void propose({ do: 'copy to view', copy: copy.id })}>
                        Turn into a view
                      </Button>
                    </div>
                  )}
                </li>
              );
            })}
          </ul>
        </>
      )}
    </>
  );
}

function ReferredBy({
  ids,
  nameOf,
  words,
}: {
  readonly ids: readonly string[];
  readonly nameOf: (id: string) => string;
  readonly words: string;
}) {
  return (
    <li>
      <span class="dim">{words}</span>{' '}
      {ids.slice(0, MOST).map((id, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <LinkButton onClick={() => showTable(id)}>{nameOf(id)}</LinkButton>
        </span>
      ))}
      {ids.length > MOST && <span class="dim"> and {ids.length - MOST} more</span>}
    </li>
  );
}
