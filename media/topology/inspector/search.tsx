import { useState } from 'preact/hooks';
import type { CounterexampleCard, SearchAnswer } from '../../../server/src/protocol/topology-panel.js';
import { Button, IconButton, LinkButton } from '../../shared/controls/index.js';
import { CheckIcon, CloseIcon, StepBackIcon, StepForwardIcon } from '../../shared/icons.js';
import { find, playCard, stopSearch } from '../actions.js';
import { originOf } from '../at.js';
import { story } from '../steps.js';
import { card, outdated, playback, search, searching } from '../store.js';
import { stepsOf } from '../story.js';
import { Because } from '../verdict/index.js';
import { plural } from '../words.js';
import { Fix } from './fix.js';
import { deeper, isPlayed, progressWords, promiseParts, sentenceParts } from './search-words.js';
import { StepList } from './step-list.js';

/** The search for the shortest failure: how far it is, what it found, or that it found nothing. */
export function SearchPart() {
  const answer = search.value;
  const cards = answer?.counterexamples ?? [];
  const index = Math.max(
    0,
    cards.findIndex(({ id }) => id === card.value),
  );
  const chosen = cards[index];
  const go = (by: number): void => {
    const next = cards[(index + by + cards.length) % cards.length];
    // Choosing one plays it, where there is something to be played.
    if (next !== undefined) playCard(next.id);
  };
  return (
    <section aria-label="Shortest failure" class="search">
      <h2>
        Shortest failure
        {chosen !== undefined && <span class="dim">{`${index + 1} of ${cards.length}`}</span>}
        <span class="grow" />
        {cards.length > 1 && (
          <>
            <IconButton label="Previous failure" icon={<StepBackIcon />} onClick={() => go(-1)} />
            <IconButton label="Next failure" icon={<StepForwardIcon />} onClick={() => go(1)} />
          </>
        )}
        {!searching.value && (
          <IconButton
            label="Close the search"
            icon={<CloseIcon />}
            onClick={() => {
              search.value = undefined;
              card.value = undefined;
            }}
          />
        )}
      </h2>
      {searching.value && (
        <div class="searching" role="status">
          <p>
            {answer === undefined ? 'Looking for a schedule that breaks a promise …' : progressWords(answer)}
          </p>
          <Button onClick={stopSearch}>Stop</Button>
        </div>
      )}
      {outdated.value && (
        <p class="fix-note" role="status">
          The files have changed since they were searched.{' '}
          <LinkButton onClick={() => void find()}>Search again</LinkButton>
        </p>
      )}
      {chosen === undefined ? (
        !searching.value && answer !== undefined && <Nothing answer={answer} />
      ) : (
        <Card chosen={chosen} />
      )}
      {answer !== undefined && (chosen !== undefined || searching.value) && <Promises answer={answer} />}
    </section>
  );
}

function Card({ chosen }: { readonly chosen: CounterexampleCard }) {
  const [all, setAll] = useState(false);
  const run = playback.value;
  const steps = stepsOf(chosen, !all);
  const parts = sentenceParts(chosen.sentence);
  const hidden = chosen.steps.length - steps.length;
  const played = run !== undefined && isPlayed(chosen, run);
  const none = chosen.play === undefined && !searching.value;
  const note = chosen.note ?? (none ? 'No run with real timing was found that shows it.' : undefined);
  return (
    <>
      <p class="sentence">
        <span class="chip">{plural(chosen.faults, 'fault')}</span> {parts.story}
        <strong>{parts.end}</strong>
      </p>
      {/* Once it is played the times are those of the run; before they are those of the search. */}
      {played ? (
        <StepList steps={story.value} originMs={originOf(run)} jump />
      ) : (
        <StepList steps={steps} originMs={0} jump={false} />
      )}
      {!played && (hidden > 0 || all) && (
        <LinkButton onClick={() => setAll(!all)}>
          {all ? 'fewer steps' : `all ${chosen.steps.length} steps`}
        </LinkButton>
      )}
      {chosen.because.length > 0 && <Because settings={chosen.because} />}
      {note !== undefined && <p class="dim small">{note}</p>}
      {chosen.play !== undefined && !played && (
        <div class="acts">
          <Button primary onClick={() => playCard(chosen.id)}>
            Play
          </Button>
        </div>
      )}
      {chosen.fixes.map(fix => (
        <Fix key={fix.id} fix={fix} />
      ))}
    </>
  );
}

/** Nothing found is a verdict too: with its bounds, and with what was not looked at. */
function Nothing({ answer }: { readonly answer: SearchAnswer }) {
  const { faults, writes } = deeper(answer);
  return (
    <>
      <Promises answer={answer} />
      <h3 class="dim">Not checked</h3>
      <ul class="sentences">
        {answer.limits.map(text => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <div class="acts">
        <Button
          onClick={() => void find(faults, writes)}
          title={`Up to ${faults} faults and ${plural(writes, 'write')}`}
        >
          Search deeper
        </Button>
      </div>
    </>
  );
}

const MARKS = { holds: '✓', broken: '×', unknown: '?' } as const;

function Promises({ answer }: { readonly answer: SearchAnswer }) {
  return (
    <ul class="promises">
      {answer.promises.map(({ name, title, verdict, text }) => {
        const { head, bounds } = promiseParts(text);
        return (
          <li key={name} class={verdict} title={title}>
            <span class="promise-mark" aria-hidden="true">
              {verdict === 'holds' ? <CheckIcon /> : MARKS[verdict]}
            </span>
            {bounds === undefined ? (
              <span>{head}</span>
            ) : (
              <details>
                <summary>{head}</summary>
                <span class="dim">{bounds}</span>
              </details>
            )}
          </li>
        );
      })}
    </ul>
  );
}
