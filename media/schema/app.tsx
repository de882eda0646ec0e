import { useEffect } from 'preact/hooks';
import { Banner, LinkButton, ProgressBar } from '../shared/controls/index.js';
import { LiveRegion } from '../shared/live.js';
import { MenuLayer } from '../shared/menu.js';
import { bridge } from './actions.js';
import { Canvas } from './draw/canvas.js';
import { Comparison } from './parts/comparison.js';
import { DialogLayer } from './parts/dialogs.js';
import { Header, Toolbar } from './parts/header.js';
import { Inspector } from './parts/inspector.js';
import { Proposal } from './parts/proposal.js';
import { startShortcuts } from './parts/shortcuts.js';
import { stopLayout } from './picture.js';
import * as store from './store.js';

/** The least width in px at which the inspector stands beside the canvas. */
const WIDE = 720;

/** The panel. */
export function App() {
  useEffect(() => {
    const look = () => {
      const { innerWidth: width, innerHeight: height } = window;
      store.narrow.value = width < WIDE;
      // Without the inspector and the two bars.
      store.aspect.value =
        width < WIDE ? width / Math.max(120, height * 0.48 - 80) : (width - 304) / Math.max(120, height - 80);
    };
    look();
    window.addEventListener('resize', look);
    const stop = startShortcuts();
    return () => {
      window.removeEventListener('resize', look);
      stop();
    };
  }, []);
  const { progress } = store;
  return (
    <main class={store.narrow.value ? 'app narrow' : 'app'}>
      <Header />
      <Toolbar />
      <ProgressBar label="Reading the schema" since={store.busySince.value} />
      {progress.value !== undefined && <Layouting />}
      {store.problem.value !== undefined && (
        <Banner tone={store.diagram.value === undefined ? 'error' : 'warning'}>{store.problem.value}</Banner>
      )}
      {store.note.value !== undefined && (
        <Banner
          tone="info"
          actions={<LinkButton onClick={() => (store.note.value = undefined)}>Close</LinkButton>}
        >
          {store.note.value}
        </Banner>
      )}
      <div class="middle">
        <Middle />
        {store.diagram.value !== undefined && !(store.narrow.value && isProposed()) && <Inspector />}
      </div>
      <DialogLayer />
      <MenuLayer />
      <LiveRegion />
    </main>
  );
}

/** A proposal stands where the picture would: there is nothing to select, and a narrow page has no room to say so. */
function isProposed(): boolean {
  return store.view.value.mode === 'star' && store.diagram.value?.noStar === true;
}

function Middle() {
  const { diagram, target, view, problem, proposal, compared } = store;
  if (target.value?.uri === undefined && target.value !== undefined)
    return (
      <Empty>
        <p>No SQL file is open. Schemas are read from .sql files, migrations and the queries beside them.</p>
        <p>
          <LinkButton onClick={() => bridge.send({ type: 'run', command: 'faultline.openExample' })}>
            Open an example
          </LinkButton>
        </p>
      </Empty>
    );
  if (diagram.value === undefined)
    return <Empty>{problem.value === undefined ? <p class="dim">Reading the schema</p> : null}</Empty>;
  if (diagram.value.tables.length === 0)
    return (
      <Empty>
        <p>No table is defined in these files. A picture shows what CREATE TABLE and CREATE VIEW define.</p>
      </Empty>
    );
  if (isProposed()) return <Proposal proposal={proposal.value} />;
  return (
    <section class="picture" aria-label="Picture">
      {view.value.mode === 'compare' && <Comparison />}
      {(view.value.mode !== 'compare' || compared.value !== undefined) && <Canvas />}
    </section>
  );
}

function Empty({ children }: { readonly children: preact.ComponentChildren }) {
  return (
    <section class="empty" aria-label="Picture">
      {children}
    </section>
  );
}

function Layouting() {
  const { done, total } = store.progress.value!;
  return (
    <div class="layouting" role="status">
      <span>
        {total === 1 ? 'Arranging the tables' : `Arranging cluster ${Math.min(total, done + 1)} of ${total}`}
      </span>
      <progress aria-label="Arranging" max={total} {...(total === 1 ? {} : { value: done })} />
      <LinkButton onClick={stopLayout}>Stop</LinkButton>
    </div>
  );
}
