import { type TemplateBlock, uncertainBlocks } from '../documents/templates.js';
import type { Origin, SourceUnit } from '../sql/reading.js';
import type { Written } from './settings.js';

/** True for a place that a template writes under some condition, in one branch of several, or in a loop. */
export function isUncertain(origin: Origin): boolean {
  return around(origin).length > 0;
}

/** True for a place that a template writes for some versions of a product alone. */
export function isForSomeVersions(origin: Origin): boolean {
  return around(origin).some(isGuardOfVersion);
}

/** True for a template that writes something for some versions of a product alone: it is for several. */
export function servesSeveralVersions(unit: SourceUnit): boolean {
  return blocksOf(unit).some(isGuardOfVersion);
}

function isGuardOfVersion({ guard }: TemplateBlock): boolean {
  return /version|release|major/i.test(guard);
}

/** Settings, of which those that a template writes in some cases only have no value that is known. */
export function withUncertainHidden(written: readonly Written[]): readonly Written[] {
  if (!written.some(({ keyOrigin }) => blocksOf(keyOrigin.unit).length > 0)) return written;
  return written.map(each =>
    each.raw !== undefined && isUncertain(each.keyOrigin)
      ? { ...each, raw: undefined, inBranch: each.raw }
      : each,
  );
}

function around({ unit, span }: Origin): readonly TemplateBlock[] {
  return blocksOf(unit).filter(({ start, end }) => start <= span.start && span.start < end);
}

function blocksOf(unit: SourceUnit): readonly TemplateBlock[] {
  let known = BLOCKS.get(unit);
  if (known === undefined) BLOCKS.set(unit, (known = uncertainBlocks(unit.piece.text)));
  return known;
}

/** Worked out once per text. */
const BLOCKS = new WeakMap<SourceUnit, readonly TemplateBlock[]>();
