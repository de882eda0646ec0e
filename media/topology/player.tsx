import './player-host.js';
import { batch } from '@preact/signals';
import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import type { PanelVerdict, Playback, ShownCluster } from '../../server/src/protocol/topology-panel.js';
import { LiveRegion } from '../shared/live.js';
import { MenuLayer } from '../shared/menu.js';
import { Canvas } from './canvas/index.js';
import { Hatches } from './hatches.js';
import { listenToKeys } from './keys.js';
import { recorded } from './recorded.js';
import { instant, lens, narrow, playback, positions, shown, snapshot } from './store.js';
import { Timeline } from './timeline/index.js';
import { run } from './transport/clock.js';
import { Verdicts } from './verdict/index.js';
import './topology.css';
import './frame.css';

/** What a saved page holds beside its script and style. */
export interface Recording {
  readonly cluster: ShownCluster;
  readonly playback: Playback;
  readonly positions: typeof positions.value;
  readonly instant: number;
  readonly lens?: PanelVerdict['id'];
}

/** The least width in px at which the canvas stands as it does in the panel. */
const WIDE = 720;

/** A run that was saved: everything can be looked at, nothing changed. */
function Player() {
  useEffect(() => {
    const look = () => (narrow.value = window.innerWidth < WIDE);
    look();
    window.addEventListener('resize', look);
    return () => window.removeEventListener('resize', look);
  }, []);
  useEffect(listenToKeys, []);
  useEffect(() => {
    // Whoever wants things to stand still starts it by hand.
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) run();
  }, []);
  return (
    <main class={narrow.value ? 'app narrow' : 'app'}>
      <Hatches />
      <header class="header" data-region="header">
        <h1>{shown.value?.title}</h1>
        <span class="header-about dim">{shown.value?.subtitle}</span>
      </header>
      <Verdicts />
      <div class="middle">
        <div class="canvas-place" data-region="canvas">
          <Canvas />
        </div>
      </div>
      <Timeline />
      <LiveRegion />
      <MenuLayer />
    </main>
  );
}

function load(): void {
  const text = document.getElementById('recording')?.textContent;
  if (text === undefined || text === null) return;
  const recording = JSON.parse(text) as Recording;
  const { cluster } = recording;
  batch(() => {
    recorded.value = true;
    snapshot.value = {
      kind: 'snapshot',
      version: 1,
      clusters: [{ id: cluster.id, title: cluster.title }],
      shown: cluster,
    };
    playback.value = recording.playback;
    positions.value = recording.positions;
    instant.value = recording.instant;
    lens.value = recording.lens;
  });
  render(<Player />, document.getElementById('panel')!);
}

load();
