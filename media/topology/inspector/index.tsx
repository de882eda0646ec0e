import { useEffect, useRef } from 'preact/hooks';
import { narrow, playback, search, searching, selection, shown } from '../store.js';
import { Limits } from './limits.js';
import { RunStory } from './run-story.js';
import { SearchPart } from './search.js';
import { Selected } from './selected.js';
import { WhatIfPart } from './what-if.js';
import './inspector.css';

/** What is chosen, the shortest failure with its fixes, parameters to try, and what the model leaves out. */
export function Inspector() {
  const rail = useRef<HTMLElement>(null);
  const chosen = selection.value;
  // What was just chosen is on top, and is to be seen.
  useEffect(() => {
    if (chosen !== undefined && !narrow.peek()) rail.current?.scrollTo({ top: 0 });
  }, [chosen]);
  const found = search.value !== undefined || searching.value;
  return (
    <aside
      class="rail"
      aria-label="Inspector"
      data-region="inspector"
      ref={rail}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls.
      tabIndex={0}
    >
      {chosen !== undefined && <Selected thing={chosen} />}
      {found ? <SearchPart /> : playback.value !== undefined && <RunStory />}
      {(shown.value?.whatIf.length ?? 0) > 0 && <WhatIfPart />}
      <Limits />
    </aside>
  );
}
