import { playback, shown } from '../store.js';

/** What the model leaves out, what of the schedule could not be done, and what of the files is missing. */
export function Limits() {
  const run = playback.value;
  const parts: readonly (readonly [string, readonly string[], boolean])[] = [
    ['What could not be done', run?.problems ?? [], true],
    ['What is missing', shown.value?.missing ?? [], true],
    ['What the model leaves out', run?.limits ?? [], false],
  ];
  return (
    <>
      {parts
        .filter(([, sentences]) => sentences.length > 0)
        .map(([title, sentences, open]) => (
          <details key={title} class="limits" open={open}>
            <summary>
              {title} <span class="dim">{sentences.length}</span>
            </summary>
            <ul class="sentences">
              {sentences.map(sentence => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </details>
        ))}
    </>
  );
}
