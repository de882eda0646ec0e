import type { CommitRule, SyncLevel } from '../model.js';

/**
 * What the link from a leader to one of its standbys is, by the rule on commits: one that the rule does not wait for is
 * asynchronous, and of several that it chooses among none is the one.
 */
export function syncOf(commit: CommitRule, leader: string, standby: string): SyncLevel {
  const { count, method, of, level } = commit;
  if (count === 0 || method === 'none') return 'async';
  if (of === undefined) return 'quorum';
  const others = of.filter(id => id !== leader);
  const place = others.indexOf(standby);
  if (place < 0) return 'async';
  if (count >= others.length || level === 'async') return level;
  if (method === 'first') return place < count ? level : 'async';
  return 'quorum';
}
