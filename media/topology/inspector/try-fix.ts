import { signal } from '@preact/signals';
import type { FixCard, Playback } from '../../../server/src/protocol/topology-panel.js';
import { CANCELLED } from '../../shared/bridge.js';
import { bridge, cluster, currentSchedule } from '../actions.js';
import { before, playback, seed, settled } from '../store.js';
import { goTo } from '../transport/clock.js';

/** A fix that was played without being written. */
export interface FixPlayed {
  readonly fix: string;
  readonly before: Playback;
  /** Undefined: it cannot be played, or not yet; `why` says so. */
  readonly playback?: Playback;
  readonly why?: string;
}

export const fixPlayed = signal<FixPlayed | undefined>(undefined);

/** Plays what is played on the cluster as the fix would make it, and shows that run. No file changes. */
export async function playWithFix(fix: FixCard): Promise<void> {
  const found = cluster();
  const schedule = currentSchedule();
  const now = before.value?.label === withoutWords(fix) ? before.value.playback : playback.value;
  if (found === undefined || schedule === undefined || now === undefined) return;
  fixPlayed.value = { fix: fix.id, before: now };
  settled.value = false;
  const asked = bridge.ask({
    kind: 'compare',
    ...found,
    schedule,
    seed: seed.value,
    texts: {},
    edits: fix.edits,
  });
  try {
    const { playback: mended, why } = await asked.answer;
    fixPlayed.value = {
      fix: fix.id,
      before: now,
      ...(mended === undefined ? { why } : { playback: mended }),
    };
    if (mended === undefined) return;
    before.value = { label: withoutWords(fix), playback: now };
    playback.value = mended;
    goTo(mended.firstFaultMs ?? 0);
  } catch (why) {
    if (why !== CANCELLED) fixPlayed.value = { fix: fix.id, before: now, why: String(why) };
  } finally {
    settled.value = true;
  }
}

function withoutWords({ title }: FixCard): string {
  return `the files, without “${title}”`;
}
