import { readDuration } from '../cluster/setting-value.js';
import { readPart } from '../cluster/systems/neutral/amounts.js';
import type { Objectives } from '../rules/rule.js';
import { OBJECTIVE_KEYS } from './config-keys.js';
import type { Value, YamlReader } from './config-yaml.js';

/** Reads `objectives`. A bare number is a time in ms, except of the availability. */
export function readObjectives(reader: YamlReader, value: Value): Objectives {
  const result: { -readonly [K in keyof Objectives]: Objectives[K] } = {};
  const names = OBJECTIVE_KEYS.map(key => key.name);
  for (const entry of reader.map(value, '`objectives`', names, 'objective')) {
    const { scalar } = entry.value;
    const text = typeof scalar === 'number' || typeof scalar === 'string' ? String(scalar).trim() : '';
    if (entry.key === 'availability') {
      const part = readPart(text);
      if (part !== undefined) result.availability = part;
      else
        reader.problem(
          entry.value,
          `\`availability\` is a part of the time, such as \`99.95%\`; this is ${entry.value.described}.`,
        );
      continue;
    }
    const ms = readDuration(text, 1);
    if (ms === undefined || ms < 0) {
      reader.problem(
        entry.value,
        `\`${entry.key}\` is a time, such as \`5s\` or \`1min\`; this is ${entry.value.described}.`,
      );
      continue;
    }
    if (entry.key === 'rpo') result.rpoMs = ms;
    else if (entry.key === 'rto') result.rtoMs = ms;
    else result.stalenessMs = ms;
  }
  return result;
}
