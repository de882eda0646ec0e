import { lens, playback, shown } from '../store.js';

const LINES: Readonly<Record<string, string>> = {
  sync: 'sync',
  async: 'async',
  quorum: 'quorum',
  logical: 'logical',
};

/** What the lines and hatches mean that are in the picture. */
export function Legend() {
  const kinds = new Set((shown.value?.links ?? []).map(({ kind }) => kind as string));
  return (
    <ul class="legend over" aria-label="Legend">
      {Object.entries(LINES).map(([kind, word]) =>
        kinds.has(kind) ? (
          <li key={kind}>
            <svg width="28" height="10" aria-hidden="true" class="picture">
              <g class={`line ${kind}`}>
                {kind === 'quorum' && <path class="quorum-under" d="M0 5H28" />}
                <path d="M0 5H28" />
              </g>
            </svg>
            {word}
          </li>
        ) : null,
      )}
      {playback.value !== undefined && (
        <li>
          <svg width="28" height="10" aria-hidden="true">
            <rect width="16" height="10" class="legend-common" />
            <rect x="16" width="12" height="10" fill="url(#hatch-only)" />
          </svg>
          log, tail on one node
        </li>
      )}
      {lens.value === 'stale' && playback.value !== undefined && (
        <li>
          <svg width="28" height="10" aria-hidden="true" class="picture">
            <g class="stale-read">
              <path class="stale-outside" d="M0 5H28" />
              <path class="stale-inside" d="M0 5H28" />
            </g>
          </svg>
          old data is read
        </li>
      )}
      {lens.value === 'lost' && (
        <li>
          <svg width="16" height="10" aria-hidden="true">
            <rect x=".5" y=".5" width="15" height="9" fill="url(#hatch-lost)" class="legend-lost" />
          </svg>
          lost later
        </li>
      )}
    </ul>
  );
}
