import { useState } from 'preact/hooks';
import type { FixCard } from '../../../server/src/protocol/topology-panel.js';
import { Button, LinkButton } from '../../shared/controls/index.js';
import { applyFix } from '../actions.js';
import { outdated, searching } from '../store.js';
import { plural } from '../words.js';
import { BeforeAfter } from './before-after.js';
import { Diff, filesOf } from './diff.js';
import { fixPlayed, playWithFix } from './try-fix.js';

/** Longer ones show their first lines until somebody asks. */
const LINES = 4;

/** A way to mend it: what is written, what the search says afterwards, what the running cluster needs beside. */
export function Fix({ fix }: { readonly fix: FixCard }) {
  const [all, setAll] = useState(false);
  const long = fix.diff.length > LINES;
  const checking = fix.after === undefined && searching.value;
  // Its lines may be others by now.
  const unfit = fix.edits.length === 0 || outdated.value || checking;
  const title = checking ? { title: 'Whether it helps is still being checked.' } : {};
  const tried = fixPlayed.value?.fix === fix.id ? fixPlayed.value : undefined;
  return (
    <section class="fix" aria-label={`Fix: ${fix.title}`}>
      <div class="fix-head dim">
        <span>{`Fix, in ${plural(filesOf(fix.diff), 'file')}`}</span>
        {long && <LinkButton onClick={() => setAll(!all)}>{all ? 'hide diff' : 'show diff'}</LinkButton>}
      </div>
      <p class="fix-title">{fix.title}</p>
      <Diff lines={all || !long ? fix.diff : fix.diff.slice(0, LINES)} />
      {tried?.playback !== undefined && <BeforeAfter before={tried.before} after={tried.playback} />}
      {tried?.why !== undefined && <p class="fix-note">{tried.why}</p>}
      <p class={`fix-after ${fix.after?.verdict ?? 'open'}`}>
        {fix.after?.text ??
          (checking
            ? 'Being checked: it can be applied once it is known to help.'
            : 'The search was stopped before it was known whether this helps.')}
      </p>
      {fix.notes.map(note => (
        <p key={note} class="fix-note">
          {note}
        </p>
      ))}
      <div class="acts">
        <Button primary disabled={unfit} {...title} onClick={() => applyFix(fix)}>
          Apply fix
        </Button>
        <Button disabled={unfit} {...title} onClick={() => void playWithFix(fix)}>
          Play with fix
        </Button>
      </div>
    </section>
  );
}
