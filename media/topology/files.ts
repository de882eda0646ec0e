import { computed } from '@preact/signals';
import type { PanelPlace } from '../../server/src/protocol/webview.js';
import { shown } from './store.js';

const NO_FILES: readonly string[] = [];

/** Names of the files that the cluster was put together from. */
const ownNames = computed(() => fileNames(shown.value?.sources ?? NO_FILES));

/** Where something is written, in short: `patroni.yml:13`, `n1/patroni.yml:13` where several files go by that name. */
export function placeWords({ uri, range }: PanelPlace): string {
  return `${fileName(uri)}:${range.start.line + 1}`;
}

/** The name of a file, with as many of its folders as tell it apart from the others of the cluster. */
export function fileName(uri: string): string {
  return ownNames.value.get(uri) ?? lastOf(uri, 1);
}

/** Names of files by URI, each with as many folders as tell it apart from those of the same name. */
export function fileNames(uris: readonly string[]): ReadonlyMap<string, string> {
  const all = [...new Set(uris)];
  return new Map(
    all.map(uri => {
      const most = uri.split('/').length;
      let parts = 1;
      while (parts < most && all.some(other => other !== uri && lastOf(other, parts) === lastOf(uri, parts)))
        parts++;
      return [uri, lastOf(uri, parts)];
    }),
  );
}

function lastOf(uri: string, parts: number): string {
  return decodeURIComponent(uri.split('/').slice(-parts).join('/'));
}
