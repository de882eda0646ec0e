import type { DiffLine } from '../../../server/src/protocol/topology-panel.js';
import { fileNames } from '../files.js';
import { shown } from '../store.js';

/** Changed lines as people write them: `+ ttl: 20`, by file. */
export function Diff({ lines }: { readonly lines: readonly DiffLine[] }) {
  const files = [...new Set(lines.map(({ uri }) => uri))];
  const names = fileNames([...files, ...(shown.value?.sources ?? [])]);
  return (
    <div class="diff">
      {files.map(uri => (
        <div key={uri}>
          <p class="diff-file dim">{names.get(uri)}</p>
          <pre>
            {lines
              .filter(line => line.uri === uri)
              .map(line => (
                <span key={`${line.kind} ${line.line} ${line.text}`} class={line.kind}>
                  {line.kind === 'added' ? '+ ' : '− '}
                  {line.text}
                </span>
              ))}
          </pre>
        </div>
      ))}
    </div>
  );
}

/** In how many files something is written. */
export function filesOf(lines: readonly { readonly uri: string }[]): number {
  return new Set(lines.map(({ uri }) => uri)).size;
}
