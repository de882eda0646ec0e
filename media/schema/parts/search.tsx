import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { SearchIcon } from '../../shared/icons.js';
import { announce } from '../../shared/live.js';
import { showTable } from '../actions.js';
import { camera } from '../camera.js';
import { CLUSTERS_OVER } from '../model/clusters.js';
import { label, searchTables } from '../model/search.js';
import { count } from '../model/words.js';
import * as store from '../store.js';

/** Finds tables and columns: Enter goes from one to the next, Shift and Enter back. */
export function Search() {
  const field = useRef<HTMLInputElement>(null);
  const typed = useSignal('');
  const open = useSignal(false);
  /** Which result is next; -1: none was gone to. */
  const at = useSignal(-1);
  const found = useComputed(() => searchTables(store.diagram.value?.tables ?? [], typed.value));
  const many = (store.diagram.value?.tables.length ?? 0) > CLUSTERS_OVER;

  useEffect(() => {
    const input = field.current;
    // Nobody finds their way in so many by looking.
    if (many && input !== null && document.activeElement === document.body) input.focus();
  }, [many]);

  const go = (index: number): void => {
    const all = found.value;
    if (all.length === 0) return;
    at.value = (index + all.length) % all.length;
    const match = all[at.value]!;
    showTable(match.table, match.column);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1 };
    const step = steps[event.key];
    if (step !== undefined) {
      open.value = true;
      go(at.value < 0 && step < 0 ? -1 : at.value + step);
    } else if (event.key === 'Escape') {
      if (open.value && typed.value !== '') open.value = false;
      else camera.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const list = open.value && typed.value.trim() !== '';
  const chosen = at.value >= 0 ? found.value[at.value] : undefined;
  return (
    <div class="find">
      <SearchIcon />
      <input
        ref={field}
        id="search"
        type="text"
        role="combobox"
        aria-label="Search tables and columns"
        aria-keyshortcuts="/"
        aria-autocomplete="list"
        aria-expanded={list}
        aria-controls="search-results"
        {...(list && chosen !== undefined ? { 'aria-activedescendant': `match-${at.value}` } : {})}
        placeholder={store.narrow.value ? 'Search' : 'Search tables and columns'}
        autocomplete="off"
        spellcheck={false}
        value={typed.value}
        onInput={event => {
          typed.value = event.currentTarget.value;
          at.value = -1;
          open.value = true;
          if (typed.value.trim() !== '') announce(`${count(found.value.length, 'result')}.`);
        }}
        onFocus={() => {
          open.value = true;
        }}
        onBlur={() => {
          open.value = false;
        }}
        onKeyDown={onKeyDown}
      />
      {/* The list is there even while it is closed: the field names it. */}
      <div id="search-results" class="found" role="listbox" aria-label="Results" hidden={!list}>
        {list &&
          (found.value.length === 0 ? (
            <div class="dim match" role="option" tabIndex={-1} aria-selected={false} aria-disabled="true">
              No table or column has this in its name.
            </div>
          ) : (
            found.value.slice(windowStart(at.value), windowStart(at.value) + 12).map((match, index) => {
              const place = windowStart(at.value) + index;
              return (
                <div
                  key={label(match)}
                  id={`match-${place}`}
                  role="option"
                  class="match"
                  tabIndex={-1}
                  aria-selected={place === at.value}
                  onPointerDown={event => {
                    event.preventDefault();
                    go(place);
                  }}
                >
                  <b>{match.name}</b>
                  {match.column !== undefined && <span>.{match.column}</span>}
                  <span class="dim"> {store.tablesById.value.get(match.table)?.role}</span>
                </div>
              );
            })
          ))}
      </div>
    </div>
  );
}

function windowStart(at: number): number {
  return Math.max(0, at - 10);
}
