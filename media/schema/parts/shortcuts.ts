import { camera } from '../camera.js';

/** Regions in the order in which F6 goes through them. */
const REGIONS = ['.bar', '#canvas', '#inspector'];

/** Keys of the whole page. Gives what ends them. */
export function startShortcuts(): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'F6') nextRegion(event.shiftKey ? -1 : 1);
    else if (isTyping(event.target) || document.querySelector('dialog[open]') !== null) return;
    else if (event.key === '/') document.getElementById('search')?.focus();
    else if (event.key === '+' || event.key === '=') camera.zoomBy(1.4);
    else if (event.key === '-') camera.zoomBy(1 / 1.4);
    else if (event.key === '0') camera.fit();
    else if (event.key === 'Escape') camera.focus();
    else return;
    event.preventDefault();
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}

function nextRegion(step: 1 | -1): void {
  const regions = REGIONS.map(each => document.querySelector<HTMLElement>(each)).filter(
    each => each !== null,
  );
  const now = regions.findIndex(each => each.contains(document.activeElement));
  const next = regions[(now + step + regions.length) % regions.length];
  const inside = next?.matches('[tabindex]')
    ? next
    : next?.querySelector<HTMLElement>('input:checked, input, button, [tabindex]');
  inside?.focus();
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.matches('input:not([type="radio"], [type="checkbox"]), textarea, select') ||
      target.isContentEditable)
  );
}
