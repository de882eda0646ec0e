import { Button, LinkButton } from '../../shared/controls/index.js';
import { chooseComparison, copy, select } from '../actions.js';
import { changesSentence, MARK_SIGN } from '../model/marks.js';
import { count } from '../model/words.js';
import * as store from '../store.js';
import { Code } from './code.js';

/** What a comparison is with, what differs, and the migration that would lead here. */
export function Comparison() {
  const { comparison, compared } = store;
  if (compared.value === undefined)
    return (
      <div class="empty">
        <p>The schema can be compared with what is committed, or with another branch.</p>
        <p>
          <Button primary onClick={chooseComparison}>
            Choose what to compare with
          </Button>
        </p>
      </div>
    );
  const found = comparison.value;
  if (found === undefined) return <p class="compare-line dim">Comparing with {compared.value.label}</p>;
  const tables = Object.entries(found.tables).sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    <div class="compare-line">
      <p>
        <b>{changesSentence(found)}</b>{' '}
        <LinkButton onClick={chooseComparison}>Compare with something else</LinkButton>
      </p>
      {tables.length > 0 && (
        <details>
          <summary>Tables that differ</summary>
          <ul class="plain">
            {tables.map(([id, mark]) => (
              <li key={id}>
                <LinkButton onClick={() => select(id, undefined, true)}>
                  {MARK_SIGN[mark]} {store.tablesById.value.get(id)?.name ?? id}
                </LinkButton>
                <span class="dim"> {mark}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {(found.migration.trim() !== '' || found.notes.length > 0) && (
        <details>
          <summary>
            Migration{found.notes.length > 0 ? `, ${count(found.notes.length, 'thing')} to know` : ''}
          </summary>
          {found.notes.map(each => (
            <p key={each} class="dim">
              {each}
            </p>
          ))}
          <Code>{found.migration}</Code>
          <div class="actions">
            <Button onClick={() => copy(found.migration, 'the migration')}>Copy</Button>
          </div>
        </details>
      )}
    </div>
  );
}
