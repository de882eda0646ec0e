import { useComputed } from '@preact/signals';
import { instant } from '../store.js';
import type { Step } from '../story.js';
import { goTo, pause } from '../transport/clock.js';
import { seconds } from '../words.js';

/** Numbered steps: what is past is filled, what is to come hollow. A step is gone to by choosing it. */
export function StepList({
  steps,
  originMs,
  jump,
}: {
  readonly steps: readonly Step[];
  readonly originMs: number;
  /** Whether the steps' times are those of the run that is shown. */
  readonly jump: boolean;
}) {
  // Drawn anew only when a step is passed, not for every instant.
  const passed = useComputed(() => steps.filter(({ atMs }) => atMs <= instant.value).length);
  const past = jump ? passed.value : 0;
  return (
    <ol class="steps">
      {steps.map(step => (
        <li key={step.number} class={step.bad ? 'bad' : ''}>
          <StepLine step={step} originMs={originMs} past={step.number <= past} jump={jump} />
        </li>
      ))}
    </ol>
  );
}

function StepLine({
  step: { number, atMs, text },
  originMs,
  past,
  jump,
}: {
  readonly step: Step;
  readonly originMs: number;
  readonly past: boolean;
  readonly jump: boolean;
}) {
  const content = (
    <>
      <span class={past ? 'number past' : 'number'}>{number}</span>
      <time>{seconds(atMs, originMs)}</time>
      <span class="step-text">{text}</span>
    </>
  );
  if (!jump) return <span class="step">{content}</span>;
  return (
    <button
      type="button"
      class="step"
      title={`Go to step ${number} (${number})`}
      onClick={() => {
        pause();
        goTo(atMs);
      }}
    >
      {content}
    </button>
  );
}
