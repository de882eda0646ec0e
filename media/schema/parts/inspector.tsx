import { LinkButton } from '../../shared/controls/index.js';
import { activate, focusOn, openPlace, select } from '../actions.js';
import { linkSentence } from '../model/sentences.js';
import { capital, count, grouped, tagOf } from '../model/words.js';
import * as store from '../store.js';
import { Columns } from './columns.js';
import { Evidence } from './evidence.js';
import { Findings } from './findings.js';
import { Relations } from './relations.js';
import { Storage } from './storage.js';

/** What is known of the selected table; of the whole schema where none is. */
export function Inspector() {
  const table = store.selectedTable.value;
  const card = store.scene.value.cards.find(({ id }) => id === store.selection.value?.card);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys scroll what has the focus.
    <aside class="inspector" id="inspector" aria-label="Inspector" tabIndex={0}>
      {table !== undefined ? (
        <TablePart />
      ) : card !== undefined ? (
        <GroupPart card={card.id} name={card.name} tables={card.tables} />
      ) : (
        <SchemaPart />
      )}
    </aside>
  );
}

function TablePart() {
  const table = store.selectedTable.value!;
  const { name, role, variant, grain, confidence, place, schema } = table;
  const details = store.details.value;
  const tag = tagOf(table);
  const what = variant === undefined || variant === 'plain' ? role : `${role}, ${tag ?? variant}`;
  const sentence = role === 'view' || role === 'materialized view' ? capital(role) : capital(what);
  const sure = confidence > 0 && role !== 'view' && role !== 'materialized view';
  const narrow = store.narrow.value;
  return (
    <>
      <div class="table-head">
        <h2>{name}</h2>
        {narrow && sure && <span class="chip">{`${role}, ${Math.round(confidence * 100)} % sure`}</span>}
        <span class="grow" />
        {narrow && place !== undefined && <PlaceLink />}
      </div>
      {!narrow && (
        <p class="dim small-text">
          {sentence}
          {grain === undefined ? '' : `, ${grain}`}
          {schema === '' ? '' : `, in ${schema}`}.{' '}
          {place === undefined ? 'It is not defined in these files.' : <PlaceLink />}
        </p>
      )}
      {narrow && <Findings table={table} details={details} />}
      <Evidence table={table} details={details} />
      {!narrow && <Findings table={table} details={details} />}
      <Storage table={table} details={details} />
      <Relations table={table} details={details} />
      <Columns table={table} />
    </>
  );
}

function PlaceLink() {
  const place = store.selectedTable.value?.place;
  if (place === undefined) return null;
  const file = decodeURIComponent(place.uri.replace(/^.*\//, ''));
  return (
    <LinkButton onClick={() => openPlace(place)}>
      {file}:{place.range.start.line + 1}
    </LinkButton>
  );
}

function GroupPart({
  card,
  name,
  tables,
}: {
  readonly card: string;
  readonly name: string;
  readonly tables: readonly string[];
}) {
  const links = store.scene.value.links.filter(({ from, to }) => from === card || to === card);
  const nameOf = (id: string) =>
    store.tablesById.value.get(id)?.name ?? store.scene.value.cards.find(each => each.id === id)?.name ?? id;
  return (
    <>
      <div class="table-head">
        <h2>{name}</h2>
      </div>
      <p class="dim small-text">
        {count(tables.length, 'table')}. <LinkButton onClick={() => activate(card)}>Open</LinkButton>
      </p>
      {links.some(({ kind }) => kind === 'bundle') && (
        <>
          <h3>Tied to</h3>
          <ul class="plain">
            {links.map(link => (
              <li key={link.id}>
                <LinkButton onClick={() => select(link.from === card ? link.to : link.from, undefined, true)}>
                  {linkSentence(link, nameOf)}
                </LinkButton>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>Tables</h3>
      <ul class="plain">
        {tables.slice(0, 200).map(id => (
          <li key={id}>
            <LinkButton onClick={() => focusOn(id)} title="Focus">
              {nameOf(id)}
            </LinkButton>
          </li>
        ))}
      </ul>
    </>
  );
}

function SchemaPart() {
  const shown = store.diagram.value!;
  const { tables, stars, edges, copies } = shown;
  const roles = new Map<string, number>();
  for (const { role } of tables) roles.set(role, (roles.get(role) ?? 0) + 1);
  const findings = tables.flatMap(table => table.findings.map(finding => ({ table, finding })));
  return (
    <>
      <div class="table-head">
        <h2>{shown.title}</h2>
      </div>
      <p class="dim small-text">{shown.dialect}. Select a table to see what is known of it.</p>
      <h3>What there is</h3>
      <dl class="pairs">
        {[...roles].map(([role, number]) => [
          <dt key={role}>{capital(role)}</dt>,
          <dd key={`${role} `}>{grouped(number)}</dd>,
        ])}
        <dt>References</dt>
        <dd>
          {grouped(edges.filter(({ kind, declared }) => kind === 'references' && declared).length)} declared,{' '}
          {grouped(edges.filter(({ kind, declared }) => kind === 'references' && !declared).length)} inferred
        </dd>
        {copies.length > 0 && (
          <>
            <dt>Copies</dt>
            <dd>
              {grouped(copies.length)}, {grouped(copies.filter(({ keptBy }) => keptBy === 'nothing').length)}{' '}
              kept by nothing
            </dd>
          </>
        )}
      </dl>
      {stars.length > 0 && (
        <>
          <h3>Stars</h3>
          <ul class="plain">
            {stars.map(({ fact, dimensions }) => (
              <li key={fact}>
                <LinkButton onClick={() => select(fact, undefined, true)}>
                  {store.tablesById.value.get(fact)?.name ?? fact}
                </LinkButton>
                <span class="dim">, {count(dimensions.length, 'dimension')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {findings.length > 0 && (
        <>
          <h3>{count(findings.length, 'finding')}</h3>
          <ul class="plain">
            {findings.slice(0, 100).map(({ table, finding }, index) => (
              <li key={index} class="one-line" title={finding.message}>
                <LinkButton onClick={() => select(table.id, finding.column, true)}>{table.name}</LinkButton>
                <span class="dim">
                  {finding.column === undefined ? '' : `.${finding.column}`}: {finding.message}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
