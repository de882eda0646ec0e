import type { Settings, Written } from '../../../cluster/settings.js';

/** One direction of MirrorMaker that is switched on. */
export interface Flow {
  readonly from: string;
  readonly to: string;
  /** Pattern of what is copied, as written. */
  readonly topics: string;
  readonly written: Written;
}

/** `A->B.enabled = true`. */
export function flowsOf(settings: Settings): readonly Flow[] {
  return settings.written.flatMap((written): Flow[] => {
    const [, from, to] = /^([\w-]+)->([\w-]+)\.enabled$/.exec(written.key) ?? [];
    if (from === undefined || to === undefined || String(written.raw).trim() !== 'true') return [];
    const topics = settings.raw(`${from}->${to}.topics`)?.raw;
    return [{ from, to, topics: topics === undefined ? '.*' : String(topics), written }];
  });
}

/** True where the addresses are those of Kafka's own sample: `A_host1:9092`. */
export function isUnedited(settings: Settings): boolean {
  return settings.written.some(
    ({ key, raw }) => /\.bootstrap\.servers$/.test(key) && /^[A-Z]_host\d/.test(String(raw)),
  );
}
