import type { ClusterContext, Report } from '../../rule.js';
import { mergedFixes } from '../../runner/once.js';

/** One of several findings that would say the same of other servers. */
export interface Copy {
  /** What they have in common: those of one kind are told as one. */
  readonly kind: string;
  readonly report: Report;
}

/**
 * Reports what several servers have in common once: files of one cluster are often copies of each other. The other
 * places are named with the first, and a fix mends all of them.
 */
export function reportCopies(context: Pick<ClusterContext, 'report'>, copies: readonly Copy[]): void {
  const kinds = new Map<string, Report[]>();
  for (const { kind, report } of copies) kinds.set(kind, [...(kinds.get(kind) ?? []), report]);
  for (const [first, ...others] of kinds.values()) {
    if (first === undefined) continue;
    const fixes = mergedFixes([first, ...others]);
    context.report({
      ...first,
      ...(others.length === 0
        ? {}
        : {
            related: [
              ...(first.related ?? []),
              ...others.map(({ origin }) => ({ origin, message: 'the same here', same: true })),
            ],
          }),
      ...(fixes.length === 0 ? {} : { fixes }),
    });
  }
}
