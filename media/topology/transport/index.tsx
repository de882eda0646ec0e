import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { IconButton, Select } from '../../shared/controls/index.js';
import {
  ForkIcon,
  NextEventIcon,
  PauseIcon,
  PlayIcon,
  PreviousEventIcon,
  StepBackIcon,
  StepForwardIcon,
  ToStartIcon,
} from '../../shared/icons.js';
import { fork, setSeed } from '../actions.js';
import { originOf } from '../at.js';
import { recorded } from '../recorded.js';
import { instant, narrow, playback, playing, seed, speed } from '../store.js';
import { overlapsOf } from '../timeline/node-lane.js';
import { wholeTime, zoomedIn } from '../timeline/view.js';
import { instantWords, seconds } from '../words.js';
import { pause, run, SPEEDS, step, toEvent, toStart } from './clock.js';
import './transport.css';

/** What moves time, and what the instant is like. */
export function Transport() {
  return (
    <div class="transport" role="toolbar" aria-label="Playing">
      <IconButton label="To start" icon={<ToStartIcon />} onClick={toStart} />
      <IconButton label="Previous event" keys="[" icon={<PreviousEventIcon />} onClick={() => toEvent(-1)} />
      <IconButton label="Step back" keys="," icon={<StepBackIcon />} onClick={() => step(-1)} />
      {playing.value ? (
        <IconButton label="Pause" keys="Space" icon={<PauseIcon />} strong onClick={pause} />
      ) : (
        <IconButton label="Run" keys="Space" icon={<PlayIcon />} strong onClick={run} />
      )}
      <IconButton label="Step forward" keys="." icon={<StepForwardIcon />} onClick={() => step(1)} />
      <IconButton label="Next event" keys="]" icon={<NextEventIcon />} onClick={() => toEvent(1)} />
      <span class="separator" />
      <span class="dim" aria-hidden="true">
        Speed
      </span>
      <Select
        label="Speed"
        value={speed.value}
        options={SPEEDS.map(value => ({ value, label: `${value}×` }))}
        onChange={value => {
          speed.value = value;
        }}
      />
      {!narrow.value && !recorded.value && (
        <>
          <span class="separator" />
          <span class="dim" aria-hidden="true">
            Seed
          </span>
          <input
            class="seed"
            type="number"
            aria-label="Seed"
            title="Another seed draws other moments for timers and messages"
            min="0"
            max="2147483647"
            step="1"
            value={seed.value}
            onChange={event => {
              const value = event.currentTarget.valueAsNumber;
              if (Number.isInteger(value) && value >= 0) setSeed(value);
              else event.currentTarget.value = String(seed.value);
            }}
          />
        </>
      )}
      {zoomedIn.value && (
        <>
          <span class="separator" />
          <button type="button" class="chip" onClick={wholeTime}>
            Whole run
          </button>
        </>
      )}
      <InstantLine />
      {narrow.value ? <span class="grow" /> : !recorded.value && <span class="separator" />}
      {!recorded.value && <IconButton label="Fork from here" keys="B" icon={<ForkIcon />} onClick={fork} />}
    </div>
  );
}

/** `38.0 s: n2 leads, n1 stopped, c1 blocked`: written as time passes, without drawing anything else. */
function InstantLine() {
  const time = useRef<HTMLSpanElement>(null);
  const lead = useRef<HTMLElement>(null);
  const rest = useRef<HTMLSpanElement>(null);
  useEffect(() =>
    effect(() => {
      const now = playback.value;
      const ms = instant.value;
      if (now === undefined || time.current === null || lead.current === null || rest.current === null)
        return;
      const words = instantWords(now, ms);
      write(time.current, `${seconds(ms, originOf(now))} s`);
      write(lead.current, words.lead ?? '');
      const others = words.rest.join(', ');
      write(rest.current, words.lead === undefined || others === '' ? others : `, ${others}`);
      // Red is for two who both acknowledge.
      const two = words.leaders > 1 && overlapsOf(now).some(({ fromMs, toMs }) => fromMs <= ms && ms < toMs);
      lead.current.classList.toggle('two', two);
    }),
  );
  return (
    <p class="instant" title="What stands at this instant">
      <span class="instant-time">
        <span ref={time} />:{' '}
      </span>
      <b ref={lead} />
      <span ref={rest} />
    </p>
  );
}

function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
