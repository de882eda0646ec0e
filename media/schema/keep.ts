import { writeMemory } from './model/memory.js';
import { placesToKeep } from './picture.js';
import * as store from './store.js';

/** After the last change, ms: dragging changes places with every move. */
const PAUSE = 400;
let timer: ReturnType<typeof setTimeout> | undefined;
let write: ((value: unknown) => void) | undefined;

/** Says who writes down what is to be kept. */
export function startKeeping(writer: (value: unknown) => void): void {
  write = writer;
}

/** Keeps what people chose for the file, soon. */
export function keep(): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (store.diagram.value === undefined) return;
    const zoom = store.zoom.value;
    write?.(
      writeMemory({
        view: store.view.value,
        ...(zoom === undefined ? {} : { zoom }),
        places: placesToKeep(),
      }),
    );
  }, PAUSE);
}

/** What was to be kept of another file is not any more. */
export function dropKept(): void {
  clearTimeout(timer);
}
