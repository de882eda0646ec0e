import type { StarProposal } from '../../../server/src/protocol/schema-panel.js';
import { Button, LinkButton } from '../../shared/controls/index.js';
import { copy, propose, setMode, showTable } from '../actions.js';
import * as store from '../store.js';
import { Code } from './code.js';

/** A star for a schema that has none: which tables would be facts, their DDL and the queries that load them. */
export function Proposal({ proposal }: { readonly proposal: StarProposal | undefined }) {
  if (proposal === undefined)
    return (
      <section class="empty" aria-label="Picture">
        <p class="dim">No fact table was found. Looking for a star that could be made.</p>
      </section>
    );
  const { facts, notes } = proposal;
  return (
    <section class="proposal" aria-label="Proposed stars">
      <h2>No fact table was found</h2>
      <p>
        {facts.length === 0
          ? 'No star can be proposed either.'
          : `${facts.length === 1 ? 'One star' : `${facts.length} stars`} could be made of these tables. Nothing changes before it is accepted.`}{' '}
        <LinkButton onClick={() => setMode('er')}>Show the schema as ER</LinkButton>
      </p>
      {notes.map(each => (
        <p key={each} class="dim">
          {each}
        </p>
      ))}
      {facts.map((fact, index) => (
        <Fact key={fact.table} fact={fact} open={index === 0} />
      ))}
    </section>
  );
}

function Fact({ fact, open }: { readonly fact: StarProposal['facts'][number]; readonly open: boolean }) {
  const { table, because, dimensions, ddl, load } = fact;
  const name = store.tablesById.value.get(table)?.name ?? table;
  const file = store.target.value?.label.replace(/^.*[/\\]/, '') || 'the file';
  const text = `${ddl.trimEnd()}\n\n${load.trimEnd()}\n`;
  return (
    <article class="fact-proposal" aria-label={`Star around ${name}`}>
      <h3>
        <LinkButton onClick={() => showTable(table)}>{name}</LinkButton>
      </h3>
      <p>{because}</p>
      <p class="dim">
        Dimensions: {dimensions.map(id => store.tablesById.value.get(id)?.name ?? id).join(', ')}
      </p>
      <details open={open}>
        <summary>DDL of the star</summary>
        <Code>{ddl}</Code>
      </details>
      <details>
        <summary>Load query</summary>
        <Code>{load}</Code>
      </details>
      <div class="actions">
        <Button primary onClick={() => void propose({ do: 'accept star', table, into: 'file' })}>
          {`Add to ${file}…`}
        </Button>
        <Button onClick={() => void propose({ do: 'accept star', table, into: 'beside' })}>
          New file beside it…
        </Button>
        <Button onClick={() => copy(text, `the star around ${name}`)}>Copy</Button>
      </div>
    </article>
  );
}
