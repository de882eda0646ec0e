import { useEffect } from 'preact/hooks';
import { Canvas } from './canvas/index.js';
import { Frame } from './frame.js';
import { narrow } from './store.js';

/** The least width in px at which the inspector stands beside the canvas. */
const WIDE = 720;

/** The panel: what stands where is `Frame`'s; the picture of the cluster is `Canvas`. */
export function App() {
  useEffect(() => {
    const look = () => (narrow.value = window.innerWidth < WIDE);
    look();
    window.addEventListener('resize', look);
    return () => window.removeEventListener('resize', look);
  }, []);
  return (
    <Frame>
      <Canvas />
    </Frame>
  );
}
