import type { DiagramTable } from '../../../server/src/protocol/schema-panel.js';
import { openDefinition, select } from '../actions.js';
import { count } from '../model/words.js';
import * as store from '../store.js';

/** Every column with its type and what it is. A click selects it, a double click opens it. */
export function Columns({ table }: { readonly table: DiagramTable }) {
  const chosen = store.selection.value?.column;
  return (
    <>
      <h3>{count(table.columns.length, 'column')}</h3>
      <ul class="columns">
        {table.columns.map(column => {
          const { name, type, nullable, primary, foreign, unique, generated, additivity, part, findings } =
            column;
          const words = [
            type,
            ...(primary ? ['PK'] : []),
            ...(foreign ? ['FK'] : []),
            ...(unique && !primary ? ['unique'] : []),
            ...(nullable || primary ? [] : ['NN']),
            ...(generated ? ['generated'] : []),
            ...(additivity === undefined ? [] : [additivity]),
            ...(part === undefined || (part === 'partition key' && primary) ? [] : [part]),
          ];
          const found = table.findings.find(each => each.column === name);
          return (
            <li key={name}>
              <button
                type="button"
                class={chosen === name ? 'column on' : 'column'}
                aria-pressed={chosen === name}
                onClick={() => select(table.id, name)}
                onDblClick={() => openDefinition(table.id, name)}
              >
                <span class={findings > 0 ? 'column-name wavy' : 'column-name'}>{name}</span>
                <span class="unseen">, </span>
                <span class="dim">{words.filter(each => each !== '').join(' ')}</span>
                {found !== undefined && (
                  <span class="unseen">
                    , {found.severity}: {found.message}
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}
