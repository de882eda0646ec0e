import { computed } from '@preact/signals';
import { playback } from './store.js';
import { type Step, storyOf } from './story.js';

/** The numbered steps of what is played. */
export const story = computed<readonly Step[]>(() => {
  const run = playback.value;
  return run === undefined ? [] : storyOf(run);
});
