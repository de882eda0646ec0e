import type { Settings } from '../analyzer/types.js';
import { isDialect } from '../sql/dialect.js';
import { readVerdictSettings, type VerdictSettings } from './verdicts/settings.js';

/**
 * The part of the editor's settings that makes sense; the rest keeps its default. Settings are typed by hand into
 * JSON files, so anything may come.
 */
export function readSettings(raw: unknown): Partial<Settings> {
  if (!isRecord(raw)) return {};
  const settings: { -readonly [K in keyof Settings]?: Settings[K] } = {};
  const { dialect, engineVersions, rules, exclude, maxFileBytes, maxFiles, maxFindingsPerFile, readCode } =
    raw;
  if (typeof dialect === 'string' && (dialect === 'auto' || isDialect(dialect))) settings.dialect = dialect;
  if (isRecord(engineVersions)) {
    settings.engineVersions = Object.fromEntries(
      Object.entries(engineVersions).filter(([name, major]) => isDialect(name) && typeof major === 'number'),
    );
  }
  if (isRecord(rules)) settings.rules = rules as Settings['rules'];
  if (Array.isArray(exclude)) settings.exclude = exclude.filter(glob => typeof glob === 'string');
  if (isCount(maxFileBytes)) settings.maxFileBytes = maxFileBytes;
  if (isCount(maxFiles)) settings.maxFiles = maxFiles;
  if (typeof readCode === 'boolean') settings.readCode = readCode;
  if (isCount(maxFindingsPerFile)) settings.maxFindingsPerFile = maxFindingsPerFile;
  return settings;
}

/** Settings that only concern what the editor shows. */
export interface EditorSettings {
  /** A line above each table. Off where nobody asks for it: it is there for every table, needed or not. */
  readonly codeLens: boolean;
  /** What is searched when a config is saved. */
  readonly verdicts: VerdictSettings;
}

export function readEditorSettings(raw: unknown): EditorSettings {
  return { codeLens: isRecord(raw) && raw.codeLens === true, verdicts: readVerdictSettings(raw) };
}

/** True where the change of settings changes which files are read. */
export function readsOtherFiles(before: Partial<Settings>, after: Partial<Settings>): boolean {
  const key = (s: Partial<Settings>) => JSON.stringify([s.exclude, s.maxFileBytes, s.maxFiles, s.readCode]);
  return key(before) !== key(after);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
