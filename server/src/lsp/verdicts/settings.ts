import type { VerdictBounds } from '../../panel/topology/verdict/model.js';
import { VERDICT_PROMISES } from '../../simulate/explore/codes.js';

/** `faultline.simulation`: what is searched when a config is saved, and how that is shown. */
export interface VerdictSettings extends VerdictBounds {
  /** `off`: nothing is searched unless somebody asks. */
  readonly level: 'off' | 'info' | 'warning';
}

/** Bounds that people may set: more of either is for the command line, where somebody waits. */
export const MOST_FAULTS = 3;
export const MOST_STATES = 1_000_000;

/**
 * A failure that the model finds follows from a trade-off that may be meant, as asynchronous replication is: it is told, and
 * nothing is claimed to be wrong, unless the project asks for what is broken.
 */
export const DEFAULT_VERDICTS: VerdictSettings = {
  level: 'info',
  faults: 2,
  maxStates: 20_000,
  promises: ['no-lost-write'],
};

/** The part of the settings that makes sense; the rest keeps its default. */
export function readVerdictSettings(raw: unknown): VerdictSettings {
  const given = isRecord(raw) && isRecord(raw.simulation) ? raw.simulation : {};
  const { onSave, faults, maxStates, promises } = given;
  const known = Array.isArray(promises) ? VERDICT_PROMISES.filter(name => promises.includes(name)) : [];
  return {
    level: onSave === 'off' || onSave === 'warning' ? onSave : DEFAULT_VERDICTS.level,
    faults: within(faults, 1, MOST_FAULTS) ?? DEFAULT_VERDICTS.faults,
    maxStates: within(maxStates, 1_000, MOST_STATES) ?? DEFAULT_VERDICTS.maxStates,
    promises: known.length === 0 ? DEFAULT_VERDICTS.promises : known,
  };
}

function within(value: unknown, least: number, most: number): number | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  return Math.min(most, Math.max(least, Math.round(value)));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
