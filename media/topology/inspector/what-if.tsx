import { useEffect, useState } from 'preact/hooks';
import type { EditsAnswer, WhatIf, WhatIfValue } from '../../../server/src/protocol/topology-panel.js';
import { CANCELLED } from '../../shared/bridge.js';
import { Button, LinkButton, Segmented, Select, Slider, Toggle } from '../../shared/controls/index.js';
import { bridge, editsOfWhatIf, openPlace, resetWhatIf, tryValue } from '../actions.js';
import { before, narrow, playback, shown, snapshot, whatIf } from '../store.js';
import { BeforeAfter } from './before-after.js';
import { debounced } from './debounced.js';
import { Diff } from './diff.js';
import { valueWords } from './values.js';

/** Parameters that may be tried. No file changes until somebody says so. */
export function WhatIfPart() {
  const all = shown.value?.whatIf ?? [];
  const tried = whatIf.value;
  const any = Object.keys(tried).length > 0;
  const was = before.value;
  const run = playback.value;
  const content = (
    <>
      {all.map(each => (
        <Parameter
          key={each.id}
          parameter={each}
          value={tried[each.id] ?? each.value}
          tried={each.id in tried}
        />
      ))}
      {any && was !== undefined && run !== undefined && was.label === 'as the file says' && (
        <BeforeAfter before={was.playback} after={run} />
      )}
      {any && <Apply parameters={all} />}
    </>
  );
  const reset = any ? (
    <LinkButton
      onClick={() => {
        settle();
        resetWhatIf();
      }}
    >
      reset
    </LinkButton>
  ) : null;
  if (!narrow.value)
    return (
      <section class="what-if" aria-label="What if">
        <h2>
          What if
          <span class="grow" />
          {reset}
        </h2>
        {content}
      </section>
    );
  return (
    <details class="what-if" open={any}>
      <summary>
        <b>What if</b>
        <span class="dim">
          {all
            .slice(0, 4)
            .map(({ label }) => label)
            .join(', ')}
        </span>
      </summary>
      {reset}
      {content}
    </details>
  );
}

/** How long a slider rests before what it says is played, ms. */
const REST = 120;
const { later: tryLater, settle } = debounced(
  (id: string, value: WhatIfValue | undefined) => tryValue(id, value),
  REST,
);

/** Longer names have a line of their own, letters. */
const SHORT = 14;

function Parameter({
  parameter,
  value: known,
  tried,
}: {
  readonly parameter: WhatIf;
  readonly value: WhatIfValue;
  readonly tried: boolean;
}) {
  const { id, label, about, control, place, value: original } = parameter;
  // What the hand says is shown at once; what is played follows.
  const [moving, setMoving] = useState<WhatIfValue | undefined>(undefined);
  useEffect(() => setMoving(undefined), [known]);
  const value = moving ?? known;
  const change = (next: WhatIfValue): void => {
    setMoving(next);
    tryLater(id, next === original ? undefined : next);
  };
  const name = (
    <span class={tried ? 'parameter-name tried' : 'parameter-name'} title={about}>
      {place === undefined ? (
        <code>{label}</code>
      ) : (
        <LinkButton title={about} onClick={() => openPlace(place)}>
          <code>{label}</code>
        </LinkButton>
      )}
    </span>
  );
  const words = valueWords(value, control);
  const row = label.length > SHORT ? 'parameter long' : 'parameter';
  switch (control.kind) {
    case 'range':
      return (
        <div class={row}>
          {name}
          <Slider
            label={label}
            value={Number(value)}
            min={control.min}
            max={control.max}
            step={control.step}
            text={words}
            original={Number(original)}
            onInput={change}
          />
          <span class="parameter-value">{words}</span>
        </div>
      );
    case 'toggle':
      return (
        <div class={label.length > SHORT ? 'parameter beside' : 'parameter'}>
          {name}
          <div class="parameter-wide">
            <Toggle label={label} checked={value === true} onChange={change} />
          </div>
        </div>
      );
    case 'choice':
      return (
        <div class={row}>
          {name}
          <div class="parameter-wide">
            {control.options.length <= 3 &&
            control.options.reduce((sum, option) => sum + option.label.length, 0) < 22 ? (
              <Segmented label={label} value={value} options={control.options} onChange={change} />
            ) : (
              <Select label={label} value={value} options={control.options} onChange={change} />
            )}
          </div>
        </div>
      );
  }
}

/** First what would be written, then the writing. */
function Apply({ parameters }: { readonly parameters: readonly WhatIf[] }) {
  const [edits, setEdits] = useState<EditsAnswer | undefined>(undefined);
  const [why, setWhy] = useState<string | undefined>(undefined);
  const tried = whatIf.value;
  const version = snapshot.value?.version;
  const parts = parameters.filter(({ id }) => id in tried);
  const appliable = parts.some(each => each.appliable);
  useEffect(() => {
    setWhy(undefined);
    setEdits(undefined);
    if (!appliable) return;
    const asked = editsOfWhatIf();
    asked?.answer.then(setEdits, (reason: unknown) => {
      if (reason !== CANCELLED) setWhy(String(reason));
    });
    return () => asked?.cancel();
    // Edits are of the text as it is: another version has other lines.
  }, [tried, appliable, version]);
  return (
    <div class="apply">
      {edits !== undefined && edits.diff.length > 0 && <Diff lines={edits.diff} />}
      {edits?.notes.map(note => (
        <p key={note} class="fix-note">
          {note}
        </p>
      ))}
      {why !== undefined && <p class="fix-note">{why}</p>}
      {parts.some(each => !each.appliable) && (
        <p class="dim small">
          {parts
            .filter(each => !each.appliable)
            .map(({ label }) => label)
            .join(', ')}{' '}
          is only tried: no file says it.
        </p>
      )}
      {appliable && (
        <Button
          primary
          disabled={edits === undefined || edits.edits.length === 0}
          onClick={() => {
            if (edits === undefined) return;
            bridge.send({ type: 'apply', label: 'Apply what was tried', edits: edits.edits });
            whatIf.value = {};
          }}
        >
          Apply
        </Button>
      )}
    </div>
  );
}
