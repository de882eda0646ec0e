import { readDuration } from '../../cluster/setting-value.js';

/** A time in ms as schedules and the command line have it: `10s`, `500ms`, `1min`, or a bare number of seconds. */
export function readTime(text: string): number | undefined {
  const bare = text.trim();
  // Seconds whatever the sign; in settings a number below zero has no unit.
  const ms = /^[-+]?\d+(?:\.\d+)?$/.test(bare) ? Number(bare) * 1000 : readDuration(bare, 1000);
  return ms !== undefined && Number.isFinite(ms) ? ms : undefined;
}
