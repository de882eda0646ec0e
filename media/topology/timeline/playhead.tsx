import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { originOf, stretchOf } from '../at.js';
import { instant, playback } from '../store.js';
import { goTo } from '../transport/clock.js';
import { instantSentence, seconds } from '../words.js';
import { toX } from './scale.js';
import { scale } from './view.js';

/** How long a reader is left alone between two values while time passes, ms. */
const PAUSE = 400;

/** The line that stands at the instant. It moves without anything being drawn anew. */
export function Playhead() {
  const line = useRef<HTMLDivElement>(null);
  const thumb = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let told = 0;
    let late: ReturnType<typeof setTimeout> | undefined;
    const tell = (): void => {
      const run = playback.peek();
      const element = thumb.current;
      if (run === undefined || element === null) return;
      told = performance.now();
      element.setAttribute('aria-valuenow', String(Math.round(instant.peek())));
      element.setAttribute('aria-valuetext', instantSentence(run, instant.peek()));
    };
    const stop = effect(() => {
      const run = playback.value;
      const ms = instant.value;
      const x = toX(scale.value, ms);
      const [bar, element] = [line.current, thumb.current];
      if (bar === null || element === null || run === undefined) return;
      const { left, width } = scale.value;
      bar.style.transform = `translateX(${x}px)`;
      bar.style.visibility = x < left - 1 || x > left + width + 1 ? 'hidden' : 'visible';
      element.textContent = seconds(ms, originOf(run));
      clearTimeout(late);
      if (performance.now() - told > PAUSE) tell();
      else late = setTimeout(tell, PAUSE);
    });
    return () => {
      stop();
      clearTimeout(late);
    };
  }, []);
  const run = playback.value;
  const { fromMs, toMs } = run === undefined ? { fromMs: 0, toMs: 0 } : stretchOf(run);
  return (
    <div class="playhead" ref={line}>
      <div
        class="playhead-label"
        ref={thumb}
        role="slider"
        tabIndex={0}
        aria-label="Instant"
        aria-valuemin={0}
        aria-valuemax={Math.round(toMs)}
        aria-valuenow={0}
        onKeyDown={event => {
          if (event.altKey || event.ctrlKey || event.metaKey) return;
          const by = {
            ArrowLeft: -100,
            ArrowDown: -100,
            ArrowRight: 100,
            ArrowUp: 100,
            PageDown: -5_000,
            PageUp: 5_000,
          }[event.key];
          if (event.key === 'Home') goTo(fromMs);
          else if (event.key === 'End') goTo(toMs);
          else if (by !== undefined) goTo(instant.value + by * (event.shiftKey ? 10 : 1));
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
    </div>
  );
}
