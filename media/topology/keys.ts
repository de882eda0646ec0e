import { closeMenu } from '../shared/menu.js';
import { find, fork, heal } from './actions.js';
import { pickPartition } from './header.js';
import { showKeys } from './help.js';
import { recorded } from './recorded.js';
import { story } from './steps.js';
import { selection } from './store.js';
import { wholeTime, zoomTime } from './timeline/view.js';
import { goTo, pause, step, toEvent, toggle } from './transport/clock.js';

/** Regions in the order in which F6 goes through them. */
const REGIONS = ['header', 'verdict', 'canvas', 'inspector', 'timeline'] as const;

/** What can take the focus by Tab. */
const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), summary, vscode-button:not([disabled]), vscode-checkbox, [tabindex="0"]';

/** Where the focus was last in each region. */
const last = new Map<string, Element>();

/** Keys of the whole page. What has the focus comes first: a control that uses a key keeps it to itself. */
export function listenToKeys(): () => void {
  const focused = ({ target }: FocusEvent): void => {
    const region = target instanceof Element ? target.closest<HTMLElement>('[data-region]') : null;
    if (region?.dataset.region !== undefined) last.set(region.dataset.region, target as Element);
  };
  window.addEventListener('keydown', onKey);
  window.addEventListener('focusin', focused);
  return () => {
    window.removeEventListener('keydown', onKey);
    window.removeEventListener('focusin', focused);
  };
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  if (event.key === 'F6') {
    event.preventDefault();
    return toRegion(event.shiftKey ? -1 : 1);
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target instanceof Element ? event.target : document.body;
  const does = actionOf(event.key, target);
  if (does === undefined) return;
  event.preventDefault();
  does();
}

/** What a key does where the focus is; undefined: nothing. */
function actionOf(key: string, target: Element): (() => void) | undefined {
  if (key === 'Escape') return () => leave(target);
  // Whoever writes text wants letters, and a choice is made by its first letter.
  if (target.matches('input:not([type="range"]):not([type="radio"]), textarea, select, vscode-textfield'))
    return undefined;
  if (key === ' ')
    return target.matches('button, summary, input, vscode-button, vscode-checkbox, a') ? undefined : toggle;
  if (/^[1-9]$/.test(key)) return () => toStep(Number(key));
  const inTimeline = target.closest('[data-region="timeline"]') !== null;
  switch (key.toLowerCase()) {
    case ',':
      return () => step(-1);
    case '.':
      return () => step(1);
    case '[':
      return () => toEvent(-1);
    case ']':
      return () => toEvent(1);
    case 'b':
    case 'p':
    case 'h':
    case 'f':
    case '?':
      return recorded.value ? undefined : CHANGES[key.toLowerCase() as keyof typeof CHANGES];
    case '+':
    case '=':
      return inTimeline ? () => zoomTime(1.5) : undefined;
    case '-':
      return inTimeline ? () => zoomTime(1 / 1.5) : undefined;
    case '0':
      return inTimeline ? wholeTime : undefined;
    default:
      return undefined;
  }
}

/** Keys that ask for something: a recording cannot. */
const CHANGES = {
  b: fork,
  p: pickPartition,
  h: heal,
  f: () => void find(),
  '?': showKeys,
} as const;

function toStep(number: number): void {
  const found = story.value.find(each => each.number === number);
  if (found === undefined) return;
  pause();
  goTo(found.atMs);
}

/** Out of a menu first, then from what is chosen, then to the picture. */
function leave(target: Element): void {
  closeMenu();
  if (selection.value !== undefined) selection.value = undefined;
  else if (target.closest('[data-region="canvas"]') === null) focusRegion('canvas');
}

function toRegion(by: 1 | -1): void {
  const now = document.activeElement?.closest<HTMLElement>('[data-region]')?.dataset.region ?? '';
  const there: string[] = REGIONS.filter(name => regionOf(name) !== null);
  const index = there.indexOf(now);
  const from = index < 0 ? (by === 1 ? -1 : 0) : index;
  // A region in which nothing can take the focus is passed over.
  for (let steps = 1; steps <= there.length; steps++) {
    const name = there[(from + by * steps + there.length * 2) % there.length];
    if (name !== undefined && focusRegion(name)) return;
  }
}

function regionOf(name: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-region="${name}"]`);
}

function focusRegion(name: string): boolean {
  const region = regionOf(name);
  if (region === null) return false;
  const known = last.get(name);
  const to = known !== undefined && region.contains(known) ? known : firstOf(region);
  if (!(to instanceof HTMLElement || to instanceof SVGElement)) return false;
  to.focus();
  return document.activeElement === to;
}

/** The chosen tab, or the picture itself, or the first control. */
function firstOf(region: HTMLElement): Element | null {
  return (
    region.querySelector('[role="tab"][aria-selected="true"]') ??
    (region.dataset.region === 'canvas'
      ? region.querySelector('[role="application"][tabindex="0"]')
      : null) ??
    [...region.querySelectorAll(FOCUSABLE)].find(element => element.getClientRects().length > 0) ??
    null
  );
}
