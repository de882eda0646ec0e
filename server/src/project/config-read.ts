import { parseDocument } from 'yaml';
import type { OptionValue, RuleLevel, RuleOption } from '../rules/rule.js';
import { dialectNamed } from '../sql/detect.js';
import { DIALECTS, type Dialect } from '../sql/dialect.js';
import {
  type ConfigProblem,
  type ConfigReading,
  EMPTY_CONFIG,
  type MigrationsConfig,
  type ProjectConfig,
  type RuleTable,
} from './config.js';
import { readHardware, readTables } from './config-facts.js';
import { CONFIG_KEYS, LEVELS, MIGRATION_KEYS } from './config-keys.js';
import { readObjectives } from './config-objectives.js';
import { type Value, YamlReader } from './config-yaml.js';

/**
 * Reads `faultline.yaml`. Never throws: what is wrong becomes a problem at the exact key or value, and everything
 * else in the file still counts.
 */
export function readConfig(text: string, rules: RuleTable): ConfigReading {
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, logLevel: 'silent' });
  const reader = new YamlReader(document);
  for (const error of document.errors) {
    const [start, end] = error.pos;
    reader.problem(
      { start, end: Math.max(end, start + 1) },
      `This is not valid YAML: ${plain(error.message)}`,
    );
  }
  const config: Mutable<ProjectConfig> = { ...EMPTY_CONFIG };
  const top = reader.value(document.contents);
  if (top.kind === 'map') {
    const names = CONFIG_KEYS.map(key => key.name);
    for (const { key, value } of reader.entries(top, names, 'key')) {
      switch (CONFIG_KEYS.find(each => each.name === key)!.takes) {
        case 'dialect':
          readDialect(reader, value, config);
          break;
        case 'versions':
          config.engineVersions = readVersions(reader, value);
          break;
        case 'globs':
          config[key as 'include' | 'exclude' | 'statistics'] = reader.strings(value, `\`${key}\``);
          break;
        case 'rules':
          config.rules = readRules(reader, value, rules);
          break;
        case 'migrations':
          config.migrations = readMigrations(reader, value);
          break;
        case 'tables':
          config.tables = readTables(reader, value);
          break;
        case 'boolean':
          if (typeof value.scalar === 'boolean') config.code = value.scalar;
          else reader.problem(value, `\`${key}\` is \`true\` or \`false\`; this is ${value.described}.`);
          break;
        case 'hardware':
          config.hardware = readHardware(reader, value);
          break;
        case 'objectives':
          config.objectives = readObjectives(reader, value);
          break;
      }
    }
  } else if (top.kind !== 'empty' && document.errors.length === 0) {
    reader.problem(top, 'This file holds keys and values, such as `dialect: postgres`; this is not a map.');
  }
  return { config, problems: clip(reader.problems, text.length) };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function readDialect(reader: YamlReader, value: Value, config: Mutable<ProjectConfig>): void {
  if (value.kind !== 'map') {
    config.dialect = dialectName(reader, value, true);
    return;
  }
  config.dialects = reader.entries(value).flatMap(({ key, value: name }) => {
    const dialect = dialectName(reader, name, false);
    return dialect === undefined || dialect === 'auto' ? [] : [{ glob: key, dialect }];
  });
}

function dialectName(reader: YamlReader, value: Value, auto: boolean): Dialect | 'auto' | undefined {
  const name = reader.string(value, 'A dialect');
  if (name === undefined) return undefined;
  if (auto && name === 'auto') return name;
  const dialect = dialectNamed(name);
  if (dialect !== undefined) return dialect;
  reader.unknown(value, `No dialect is called \`${name}\`.`, name, auto ? [...DIALECTS, 'auto'] : DIALECTS);
  return undefined;
}

function readVersions(reader: YamlReader, value: Value): ProjectConfig['engineVersions'] {
  const versions: Partial<Record<Dialect, number>> = {};
  for (const { key, value: version } of reader.map(value, '`engineVersions`', DIALECTS, 'dialect')) {
    const number = typeof version.scalar === 'string' ? Number.parseFloat(version.scalar) : version.scalar;
    if (typeof number === 'number' && Number.isFinite(number) && number > 0)
      versions[key as Dialect] = number;
    else reader.problem(version, `A version is a number, such as \`16\`; this is ${version.described}.`);
  }
  return versions;
}

function readMigrations(reader: YamlReader, value: Value): MigrationsConfig {
  const result: Mutable<MigrationsConfig> = { ...EMPTY_CONFIG.migrations };
  const names = MIGRATION_KEYS.map(key => key.name);
  for (const { key, value: list } of reader.map(value, '`migrations`', names, 'key')) {
    result[key as keyof MigrationsConfig] = reader.strings(list, `\`${key}\``);
  }
  return result;
}

function readRules(reader: YamlReader, value: Value, rules: RuleTable): ProjectConfig['rules'] {
  const result: Record<string, RuleLevel | Record<string, unknown>> = {};
  for (const { key, value: setting } of reader.map(value, '`rules`', [...rules.keys()], 'rule')) {
    if (setting.kind !== 'map') {
      const level = severity(reader, setting);
      if (level !== undefined) result[key] = level;
      continue;
    }
    const options = rules.get(key)?.options ?? {};
    const chosen: Record<string, unknown> = {};
    for (const entry of reader.entries(setting, ['severity', ...Object.keys(options)], 'option')) {
      const read =
        entry.key === 'severity'
          ? severity(reader, entry.value)
          : optionValue(reader, entry.key, options[entry.key]!, entry.value);
      if (read !== undefined) chosen[entry.key] = read;
    }
    result[key] = chosen;
  }
  return result;
}

function severity(reader: YamlReader, value: Value): RuleLevel | undefined {
  const name = typeof value.scalar === 'string' ? value.scalar : undefined;
  if ((LEVELS as readonly (string | undefined)[]).includes(name)) return name as RuleLevel;
  // YAML 1.1 writers take `off` for a boolean, and quote or rewrite it as false.
  if (value.scalar === false) reader.unknown(value, 'A severity is a word.', 'off', ['off']);
  else if (name === undefined)
    reader.problem(value, `A severity is one of ${LEVELS.join(', ')}; this is ${value.described}.`);
  else reader.unknown(value, `\`${name}\` is no severity: ${LEVELS.join(', ')}.`, name, LEVELS);
  return undefined;
}

function optionValue(
  reader: YamlReader,
  name: string,
  option: RuleOption,
  value: Value,
): OptionValue | undefined {
  if (option.type === 'string[]') return reader.strings(value, `\`${name}\``);
  if (typeof value.scalar !== option.type) {
    reader.problem(value, `\`${name}\` takes a ${option.type}; this is ${value.described}.`);
    return undefined;
  }
  if (option.enum !== undefined && !option.enum.includes(String(value.scalar))) {
    reader.unknown(
      value,
      `\`${name}\` is one of ${option.enum.join(', ')}.`,
      String(value.scalar),
      option.enum,
    );
    return undefined;
  }
  return value.scalar as OptionValue;
}

/** Positions past the end (an unclosed bracket) move to the last character. */
function clip(problems: readonly ConfigProblem[], length: number): ConfigProblem[] {
  return problems.map(problem => {
    const end = Math.min(Math.max(problem.end, problem.start + 1), length);
    return { ...problem, start: Math.max(0, Math.min(problem.start, end - 1)), end };
  });
}

function plain(message: string): string {
  return /[.!?]$/.test(message) ? message : message + '.';
}
