import { render } from 'preact';
import { App } from './app.js';
import { camera } from './camera.js';
import { keep } from './keep.js';
import { startPicture } from './picture.js';
import { receive } from './receive.js';
import * as store from './store.js';
import { pageMeasure } from './text-width.js';
import './schema.css';

let first = true;
store.measure.value = pageMeasure();
startPicture({
  base: document.body.dataset.base ?? '',
  onWhole: () => {
    // What somebody zoomed to last time is where they want to be again.
    if (store.zoom.value === undefined || !first) queueMicrotask(() => camera.fit());
    first = false;
  },
  onPlaces: keep,
});
render(<App />, document.getElementById('panel')!);
receive();
