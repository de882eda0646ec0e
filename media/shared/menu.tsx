import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { CheckIcon, ChevronRightIcon } from './icons.js';
import './menu.css';

export interface MenuItem {
  readonly label: string;
  readonly icon?: ComponentChildren;
  /** Key that does the same, as it is printed on keys. */
  readonly keys?: string;
  readonly disabled?: boolean;
  /** For items that are on or off. */
  readonly checked?: boolean;
  /** A line above it. */
  readonly separated?: boolean;
  readonly run?: () => void;
  /** A menu of its own, opened beside it. */
  readonly items?: readonly MenuItem[];
}

export interface MenuRequest {
  /** Where its corner stands, px of the window. */
  readonly x: number;
  readonly y: number;
  /** What it is a menu of. */
  readonly label: string;
  readonly items: readonly MenuItem[];
}

interface OpenMenu extends MenuRequest {
  /** Where the focus goes when it closes. */
  readonly back: Element | null;
}

/** The menu that is open, and those opened out of it. */
const open = signal<readonly OpenMenu[]>([]);

/** Opens a menu in place of any other. The focus goes into it, and back when it is closed. */
export function openMenu(request: MenuRequest): void {
  const back = open.peek()[0]?.back ?? document.activeElement;
  open.value = request.items.length === 0 ? [] : [{ ...request, back }];
}

/** Opens a menu below an element. */
export function openMenuBelow(element: Element, label: string, items: readonly MenuItem[]): void {
  const box = element.getBoundingClientRect();
  openMenu({ x: box.left, y: box.bottom + 2, label, items });
}

export function closeMenu(): void {
  const back = open.peek()[0]?.back;
  open.value = [];
  if (back instanceof HTMLElement || back instanceof SVGElement) back.focus();
}

/** Where menus are shown. Once per page, last in it. */
export function MenuLayer() {
  const menus = open.value;
  useEffect(() => {
    if (menus.length === 0) return;
    const outside = ({ target }: Event): void => {
      if (!(target instanceof Element && target.closest('.menu'))) open.value = [];
    };
    const away = (): void => {
      open.value = [];
    };
    window.addEventListener('pointerdown', outside, true);
    window.addEventListener('resize', away);
    window.addEventListener('blur', away);
    return () => {
      window.removeEventListener('pointerdown', outside, true);
      window.removeEventListener('resize', away);
      window.removeEventListener('blur', away);
    };
  }, [menus.length === 0]);
  return (
    <>
      {menus.map((menu, depth) => (
        <Menu key={`${depth} ${menu.label}`} menu={menu} depth={depth} />
      ))}
    </>
  );
}

function Menu({ menu, depth }: { readonly menu: OpenMenu; readonly depth: number }) {
  const list = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: '', at: 0 });
  const items = (): HTMLElement[] => [
    ...(list.current?.querySelectorAll<HTMLElement>(':scope > [role^="menuitem"]') ?? []),
  ];
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    // Beside its corner, and inside of the window.
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(4, Math.min(menu.x, window.innerWidth - width - 4))}px`;
    element.style.top = `${Math.max(4, Math.min(menu.y, window.innerHeight - height - 4))}px`;
    items()[0]?.focus();
  }, [menu]);

  const closeOwn = (): void => {
    if (depth === 0) return closeMenu();
    open.value = open.value.slice(0, depth);
    if (menu.back instanceof HTMLElement) menu.back.focus();
  };
  const choose = (item: MenuItem, element: HTMLElement): void => {
    if (item.disabled) return;
    if (item.items !== undefined) {
      const box = element.getBoundingClientRect();
      const sub = { x: box.right, y: box.top - 5, label: item.label, items: item.items, back: element };
      open.value = [...open.value.slice(0, depth + 1), sub];
      return;
    }
    closeMenu();
    item.run?.();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const all = items();
    const now = all.indexOf(document.activeElement as HTMLElement);
    const item = menu.items[now];
    const go = (index: number): void => all[(index + all.length) % all.length]?.focus();
    // Nothing of what is typed into a menu is meant for the page behind it.
    event.stopPropagation();
    switch (event.key) {
      case 'ArrowDown':
        go(now + 1);
        break;
      case 'ArrowUp':
        go(now - 1);
        break;
      case 'Home':
        go(0);
        break;
      case 'End':
        go(-1);
        break;
      case 'ArrowRight':
        if (item?.items !== undefined && all[now] !== undefined) choose(item, all[now]);
        break;
      case 'ArrowLeft':
        if (depth > 0) closeOwn();
        break;
      case 'Escape':
        closeOwn();
        break;
      case 'Tab':
        closeMenu();
        break;
      case 'Enter':
      case ' ':
        if (item !== undefined && all[now] !== undefined) choose(item, all[now]);
        break;
      default:
        if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
        go(typeAhead(menu.items, typed.current, event.key, event.timeStamp, now));
    }
    event.preventDefault();
  };
  return (
    <div ref={list} class="menu" role="menu" aria-label={menu.label} tabIndex={-1} onKeyDown={onKeyDown}>
      {menu.items.map(item => (
        <button
          type="button"
          key={item.label}
          class={item.separated ? 'menu-item separated' : 'menu-item'}
          role={item.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
          tabIndex={-1}
          {...(item.checked === undefined ? {} : { 'aria-checked': item.checked })}
          {...(item.disabled ? { 'aria-disabled': true } : {})}
          {...(item.items === undefined ? {} : { 'aria-haspopup': 'menu' as const })}
          {...(item.keys === undefined ? {} : { 'aria-keyshortcuts': item.keys })}
          onPointerEnter={event => event.currentTarget.focus()}
          onClick={event => choose(item, event.currentTarget)}
        >
          <span class="menu-icon">{item.checked ? <CheckIcon /> : item.icon}</span>
          <span class="menu-label">{item.label}</span>
          {item.keys !== undefined && (
            <span class="menu-keys" aria-hidden="true">
              {item.keys}
            </span>
          )}
          {item.items !== undefined && <ChevronRightIcon />}
        </button>
      ))}
    </div>
  );
}

/** Time in which letters that are typed belong together, ms. */
const TOGETHER = 700;

/** The next item that begins with what is being typed; the same one where there is none. */
function typeAhead(
  items: readonly MenuItem[],
  typed: { text: string; at: number },
  letter: string,
  at: number,
  now: number,
): number {
  typed.text = (at - typed.at < TOGETHER ? typed.text : '') + letter.toLowerCase();
  typed.at = at;
  const from = typed.text.length === 1 ? now + 1 : now;
  for (let step = 0; step < items.length; step++) {
    const index = (from + step + items.length) % items.length;
    if (items[index]?.label.toLowerCase().startsWith(typed.text)) return index;
  }
  return now;
}
