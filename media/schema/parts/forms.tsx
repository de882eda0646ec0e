import { useSignal } from '@preact/signals';
import type { DiagramChange, DiagramTable } from '../../../server/src/protocol/schema-panel.js';
import { Button } from '../../shared/controls/index.js';
import { propose } from '../actions.js';
import * as store from '../store.js';

type FormProps = Extract<store.Dialog, { kind: 'form' }> & { readonly onClose: () => void };

const TITLES: Record<store.FormKind, (table: string, column: string) => string> = {
  'rename table': table => `Rename ${table}`,
  'rename column': (table, column) => `Rename ${table}.${column}`,
  'add column': table => `Add a column to ${table}`,
  'add index': table => `Add an index to ${table}`,
  'add foreign key': table => `Add a foreign key to ${table}`,
};

/** Asks for what a change needs; the edits are shown before any is made. */
export function Form({ form, table: id, column, onClose }: FormProps) {
  const table = store.tablesById.value.get(id);
  const name = useSignal(
    form === 'rename table' ? (table?.name ?? '') : form === 'rename column' ? (column ?? '') : '',
  );
  const type = useSignal('text');
  const nullable = useSignal(true);
  const unique = useSignal(false);
  const columns = useSignal<readonly string[]>(column === undefined ? [] : [column]);
  const to = useSignal('');
  const toColumns = useSignal<readonly string[]>([]);
  const wrong = useSignal<string | undefined>(undefined);
  if (table === undefined) return null;

  const change = (): DiagramChange | string => {
    const word = name.value.trim();
    switch (form) {
      case 'rename table':
        return word === '' ? 'A table needs a name.' : { do: form, table: id, to: word };
      case 'rename column':
        return word === ''
          ? 'A column needs a name.'
          : { do: form, table: id, column: column ?? '', to: word };
      case 'add column':
        if (word === '') return 'A column needs a name.';
        if (type.value.trim() === '') return 'A column needs a type.';
        return { do: form, table: id, column: word, type: type.value.trim(), nullable: nullable.value };
      case 'add index':
        return columns.value.length === 0
          ? 'An index needs at least one column.'
          : { do: form, table: id, columns: columns.value, unique: unique.value };
      case 'add foreign key':
        if (to.value === '') return 'Choose the table that is referred to.';
        if (columns.value.length === 0) return 'Choose at least one column.';
        if (columns.value.length !== toColumns.value.length)
          return 'Both sides need the same number of columns.';
        return { do: form, table: id, columns: columns.value, to: to.value, toColumns: toColumns.value };
    }
  };
  const submit = (): void => {
    const wanted = change();
    if (typeof wanted === 'string') {
      wrong.value = wanted;
      return;
    }
    store.dialog.value = undefined;
    void propose(wanted);
  };
  const other = store.tablesById.value.get(to.value);
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        submit();
      }}
    >
      <h2 id="dialog-title">{TITLES[form](table.name, column ?? '')}</h2>
      {(form === 'rename table' || form === 'rename column' || form === 'add column') && (
        <Field
          label={form === 'add column' ? 'Name' : 'New name'}
          value={name.value}
          onInput={value => (name.value = value)}
        />
      )}
      {form === 'add column' && (
        <>
          <Field label="Type" value={type.value} onInput={value => (type.value = value)} />
          <Check label="May be null" checked={nullable.value} onChange={value => (nullable.value = value)} />
        </>
      )}
      {(form === 'add index' || form === 'add foreign key') && (
        <Chooser
          label="Columns, in order"
          table={table}
          chosen={columns.value}
          onChange={next => (columns.value = next)}
        />
      )}
      {form === 'add index' && (
        <Check label="Unique" checked={unique.value} onChange={value => (unique.value = value)} />
      )}
      {form === 'add foreign key' && (
        <>
          <label class="field">
            <span>Refers to</span>
            <select
              class="select"
              value={to.value}
              onChange={event => {
                to.value = event.currentTarget.value;
                const target = store.tablesById.value.get(to.value);
                toColumns.value = (target?.columns ?? [])
                  .filter(({ primary }) => primary)
                  .map(each => each.name);
              }}
            >
              <option value="">Choose a table</option>
              {[...store.tablesById.value.values()]
                .filter(({ role }) => role !== 'view' && role !== 'materialized view')
                .sort((a, b) => (a.name < b.name ? -1 : 1))
                .map(each => (
                  <option key={each.id} value={each.id}>
                    {each.schema === '' ? each.name : `${each.schema}.${each.name}`}
                  </option>
                ))}
            </select>
          </label>
          {other !== undefined && (
            <Chooser
              label="Columns there, in order"
              table={other}
              chosen={toColumns.value}
              onChange={next => (toColumns.value = next)}
            />
          )}
        </>
      )}
      {wrong.value !== undefined && (
        <p class="wrong" role="alert">
          {wrong.value}
        </p>
      )}
      <div class="actions">
        <Button primary onClick={submit}>
          Show the edits
        </Button>
        <Button onClick={onClose}>Cancel</Button>
        {/* Enter in a field sends a form only where there is a button of the browser's own. */}
        <button type="submit" class="unseen" tabIndex={-1} aria-hidden="true">
          Show the edits
        </button>
      </div>
    </form>
  );
}

function Field({
  label,
  value,
  onInput,
}: {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="text"
        class="text-field"
        spellcheck={false}
        autocomplete="off"
        value={value}
        onInput={event => onInput(event.currentTarget.value)}
      />
    </label>
  );
}

function Check({
  label,
  checked,
  onChange,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (value: boolean) => void;
}) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={event => onChange(event.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}

/** Columns in the order in which they were checked. */
function Chooser({
  label,
  table,
  chosen,
  onChange,
}: {
  readonly label: string;
  readonly table: DiagramTable;
  readonly chosen: readonly string[];
  readonly onChange: (next: readonly string[]) => void;
}) {
  return (
    <fieldset class="chooser">
      <legend>{label}</legend>
      {table.columns.map(({ name, type }) => {
        const at = chosen.indexOf(name);
        return (
          <label key={name} class="check">
            <input
              type="checkbox"
              checked={at >= 0}
              onChange={() => onChange(at >= 0 ? chosen.filter(each => each !== name) : [...chosen, name])}
            />
            <span>
              {name} <span class="dim">{type}</span>
              {at >= 0 && chosen.length > 1 && <span class="chip">{at + 1}</span>}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
