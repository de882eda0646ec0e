import { originOf } from '../at.js';
import { story } from '../steps.js';
import { playback } from '../store.js';
import { plural } from '../words.js';
import { StepList } from './step-list.js';

/** What happens in the run that is shown, while nobody searched for a shorter one. */
export function RunStory() {
  const run = playback.value;
  if (run === undefined) return null;
  return (
    <section aria-label="This run">
      <h2>
        This run
        <span class="grow" />
        <span class="chip">{plural(run.faults.length, 'fault')}</span>
      </h2>
      {story.value.length === 0 ? (
        <p class="dim small">Nothing happens: break a node, a link or a zone to see what follows.</p>
      ) : (
        <StepList steps={story.value} originMs={originOf(run)} jump />
      )}
    </section>
  );
}
