import type { Finding } from '../rules/rule.js';
import type { LocatedFinding } from './types.js';

/**
 * A short text that stays the same for the same cause while other things are edited: it is made of the rule, the
 * file, and what the finding is about, and of no line number.
 */
export function fingerprintOf(rule: string, file: string, about: string): string {
  return hash(`${rule}\u0000${file}\u0000${about.replace(/\s+/g, ' ').trim()}`);
}

/** What a finding is about: the text that it marks, and its message without its numbers. */
export function aboutOf(finding: Finding): string {
  const { unit, span } = finding.origin;
  const text = unit.piece.text.slice(span.start, Math.min(span.end, span.start + 200));
  return `${text}\u0000${finding.message.replace(/\d+/g, '#')}`;
}

/**
 * Fingerprints of the findings of one file, in the order in which they are shown: those alike are told apart by
 * numbers. Worked out for all of them when the first one is asked for.
 */
export function fingerprinter(
  file: string,
  findings: readonly Finding[],
  located: () => readonly LocatedFinding[],
): (finding: LocatedFinding) => string {
  let known: Map<LocatedFinding, string> | undefined;
  return finding => {
    if (known === undefined) {
      known = new Map();
      const counts = new Map<string, number>();
      for (const [index, each] of located().entries()) {
        const base = fingerprintOf(each.rule, file, aboutOf(findings[index]!));
        const count = counts.get(base) ?? 0;
        counts.set(base, count + 1);
        known.set(each, count === 0 ? base : `${base}-${count}`);
      }
    }
    return known.get(finding) ?? '';
  };
}

/** 64 bits of two FNV-1a hashes, in hexadecimal. */
function hash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0xcbf29ce4;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ (unit + 0x9e37), 0x01000193);
  }
  return hex(a) + hex(b);
}

function hex(number: number): string {
  return (number >>> 0).toString(16).padStart(8, '0');
}
