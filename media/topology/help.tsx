import { signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from '../shared/controls/index.js';

const open = signal(false);

export function showKeys(): void {
  open.value = true;
}

const KEYS: readonly (readonly [string, string])[] = [
  ['F6, Shift+F6', 'next, previous region'],
  ['Arrows', 'nearest node, or lane and what happens in it'],
  ['Tab', 'next control inside the region'],
  ['Space', 'run, pause'],
  [', and .', 'step back, forward'],
  ['[ and ]', 'previous, next event'],
  ['Alt+Left, Alt+Right', 'move the focused fault by 0.1 s, with Shift by 1 s'],
  ['Delete', 'take the focused fault away'],
  ['B', 'fork from here'],
  ['P', 'partition picker'],
  ['X', 'break menu of the focused thing'],
  ['H', 'heal all'],
  ['F', 'find shortest failure'],
  ['1 to 9', 'go to that step'],
  ['+, - and 0', 'zoom in, zoom out, fit: of the timeline when it has the focus'],
  ['Esc', 'leave a menu, drop the selection, go to the picture'],
];

/** What keys do, as a dialog. */
export function KeysDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const shown = open.value;
  useLayoutEffect(() => {
    if (shown) dialog.current?.showModal();
  }, [shown]);
  if (!shown) return null;
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby="keys-title"
      onKeyDown={event => event.stopPropagation()}
      onClose={() => {
        open.value = false;
      }}
    >
      <h2 id="keys-title">Keyboard</h2>
      <table>
        <tbody>
          {KEYS.map(([key, does]) => (
            <tr key={key}>
              <th scope="row">{key}</th>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button onClick={() => dialog.current?.close()}>Close</Button>
    </dialog>
  );
}
