import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

export interface Tab<T extends string> {
  readonly id: T;
  readonly content: ComponentChildren;
  /** Read instead of the content. */
  readonly label?: string;
  readonly class?: string;
}

export interface TabsProps<T extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<T>[];
  readonly selected: T | undefined;
  /** Id of the element that shows what is selected. */
  readonly panel: string;
  readonly class?: string;
  readonly onSelect: (id: T) => void;
}

/** Tabs of which the arrows choose one at once; `panel` shows what the chosen one is about. */
export function Tabs<T extends string>({
  label,
  tabs,
  selected,
  panel,
  class: name,
  onSelect,
}: TabsProps<T>) {
  const list = useRef<HTMLDivElement>(null);
  const choose = (index: number): void => {
    const tab = tabs[(index + tabs.length) % tabs.length];
    if (tab === undefined) return;
    onSelect(tab.id);
    list.current?.querySelector<HTMLElement>(`#${panel}-${tab.id}`)?.focus();
  };
  const reach = tabs.some(({ id }) => id === selected) ? selected : tabs[0]?.id;
  return (
    <div
      ref={list}
      class={name ?? 'tabs'}
      role="tablist"
      aria-label={label}
      onKeyDown={event => {
        const now = tabs.findIndex(({ id }) => id === reach);
        const to = { ArrowRight: now + 1, ArrowDown: now + 1, ArrowLeft: now - 1, ArrowUp: now - 1 }[
          event.key
        ];
        const index = event.key === 'Home' ? 0 : event.key === 'End' ? tabs.length - 1 : to;
        if (index === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        choose(index);
      }}
    >
      {tabs.map(tab => (
        <button
          type="button"
          key={tab.id}
          id={`${panel}-${tab.id}`}
          role="tab"
          class={tab.class ?? 'tab'}
          aria-selected={tab.id === selected}
          aria-controls={panel}
          tabIndex={tab.id === reach ? 0 : -1}
          {...(tab.label === undefined ? {} : { 'aria-label': tab.label })}
          onClick={() => onSelect(tab.id)}
        >
          {tab.content}
        </button>
      ))}
    </div>
  );
}
