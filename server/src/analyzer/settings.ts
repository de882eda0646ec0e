import type { ProjectConfig } from '../project/config.js';
import type { RuleSettings } from '../rules/run.js';
import { CODE_EXTENSIONS } from '../workload/code/index.js';
import type { Settings } from './types.js';

export const DEFAULT_SETTINGS: Settings = {
  dialect: 'auto',
  engineVersions: {},
  rules: {},
  exclude: [],
  maxFileBytes: 10 * 1024 * 1024,
  maxFiles: 20_000,
  maxFindingsPerFile: 500,
  readCode: true,
};

/** Settings with some of them replaced; what is undefined stays as it is. */
export function withSettings(settings: Settings, changes: Partial<Settings>): Settings {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  return { ...settings, ...given };
}

/** What rules go by in a project: its `faultline.yaml` over the settings. */
export function ruleSettings(settings: Settings, config: ProjectConfig): RuleSettings {
  return {
    rules: { ...settings.rules, ...config.rules, ...settings.ruleOverrides },
    engineVersions: { ...settings.engineVersions, ...config.engineVersions },
  };
}

/** Globs of the programs in whose strings queries are looked for. */
export const CODE_GLOBS: readonly string[] = [`**/*.{${CODE_EXTENSIONS.join(',')}}`];

/** Files that are read, by the ends of their names. */
const EXTENSIONS = ['sql', 'ddl', 'pgsql', 'psql', 'mysql', 'cql', 'hql'];

/** Globs of the files that are read without being asked for. Case-sensitive, so both cases are in them. */
export const SQL_GLOBS: readonly string[] = [
  `**/*.{${EXTENSIONS.concat(EXTENSIONS.map(each => each.toUpperCase())).join(',')}}`,
];

export const CONFIG_GLOBS: readonly string[] = ['**/faultline.{yaml,yml}'];

/** Statistics exported from databases. */
export const STATISTICS_GLOBS: readonly string[] = ['**/.faultline/*.{csv,tsv,json,CSV,TSV,JSON}'];

/** True for a URI whose file is read without being asked for. */
export function isSqlUri(uri: string): boolean {
  const dot = uri.lastIndexOf('.');
  return dot > uri.lastIndexOf('/') && EXTENSIONS.includes(uri.slice(dot + 1).toLowerCase());
}

/** Folders of other people's or made files. */
export const DEFAULT_EXCLUDES: readonly string[] = [
  'node_modules',
  '.git',
  '.hg',
  '.svn',
  'dist',
  'build',
  'out',
  'vendor',
  'target',
  '.venv',
  'venv',
  '__pycache__',
  '.tox',
  '.terraform',
].map(folder => `**/${folder}/**`);
