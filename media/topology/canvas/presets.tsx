import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ChevronDownIcon } from '../../shared/icons.js';
import { openMenuBelow } from '../../shared/menu.js';
import { simulatePreset } from '../actions.js';
import { pickPartition } from '../header.js';
import { narrow, preset, shown } from '../store.js';

/** Ways to break this cluster that somebody would think of first: as many as there is room for, the others in a menu. */
export function Presets() {
  const presets = shown.value?.presets ?? [];
  const bar = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(4);
  useLayoutEffect(() => {
    const element = bar.current?.parentElement;
    if (element === null || element === undefined) return;
    const look = () => setRoom(Math.max(1, Math.floor((element.clientWidth - 260) / 118)));
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  if (presets.length === 0 || shown.value?.notPlayable !== undefined) return null;
  const chosen = presets.find(({ id }) => id === preset.value);
  const some = narrow.value ? [] : presets.slice(0, room);
  const rest = presets.filter(each => !some.includes(each));
  return (
    <div class="presets over" role="toolbar" aria-label="Ways to break it" ref={bar}>
      {some.map(each => (
        <button
          type="button"
          key={each.id}
          aria-pressed={each.id === preset.value}
          onClick={() => simulatePreset(each)}
        >
          {each.title}
        </button>
      ))}
      <button
        type="button"
        aria-haspopup="menu"
        aria-pressed={chosen !== undefined && rest.includes(chosen)}
        onClick={event =>
          openMenuBelow(event.currentTarget, 'Ways to break it', [
            ...rest.map(each => ({
              label: each.title,
              checked: each.id === preset.value,
              run: () => simulatePreset(each),
            })),
            { label: 'Any partition…', keys: 'P', separated: rest.length > 0, run: pickPartition },
          ])
        }
      >
        {narrow.value
          ? (chosen?.title ?? 'Break it')
          : chosen !== undefined && rest.includes(chosen)
            ? chosen.title
            : 'More'}
        <ChevronDownIcon />
      </button>
    </div>
  );
}
