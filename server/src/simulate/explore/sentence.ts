import type { StoryStep } from './story.js';

/** Kinds of steps without which a story cannot be followed. */
const TOLD: ReadonlySet<StoryStep['kind']> = new Set([
  'fault',
  'client',
  'answer',
  'promotion',
  'demotion',
  'rollback',
]);

/** A story of more than this many parts is told by its beginning and its end. */
const MOST_PARTS = 8;

/**
 * A story as one sentence: what was done, who took over, and what that breaks. What a client asks for is left out where
 * the answer follows at once: the answer tells both.
 *
 * @param otherwise What it breaks, as a clause: "an acknowledged write is lost".
 */
export function oneSentence(steps: readonly StoryStep[], otherwise: string): string {
  const told = steps.filter(({ kind }) => TOLD.has(kind));
  const parts = told
    .filter((step, at) => {
      const next = told[at + 1];
      return !(step.kind === 'client' && next?.kind === 'answer' && next.node === step.node);
    })
    .map(({ text }) => text.replace(/\.$/, ''));
  if (parts.length === 0) return `${otherwise[0]?.toUpperCase()}${otherwise.slice(1)}.`;
  const kept =
    parts.length <= MOST_PARTS ? parts : [...parts.slice(0, 2), '…', ...parts.slice(2 - MOST_PARTS + 1)];
  return `${kept.map((part, at) => (at === 0 ? part : uncapitalized(part))).join('; ')}: ${otherwise}.`;
}

/** Names keep their capitals; what a sentence begins with loses them within one. */
function uncapitalized(part: string): string {
  return part.replace(/^(?:A|An|The|Nothing|Commits|Automatic)\b/, word => word.toLowerCase());
}
