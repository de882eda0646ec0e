import type { SettingValue } from './parameter.js';
import type { Written } from './settings.js';

/** Settings as written, of which those that hold a variable (`${NAME}`) have no value that is known. */
export function withVariablesHidden(written: readonly Written[]): Written[] {
  return written.map(each => (hasVariable(each.raw) ? { ...each, raw: undefined } : each));
}

function hasVariable(raw: SettingValue | undefined): boolean {
  return typeof raw === 'string'
    ? VARIABLE.test(raw)
    : Array.isArray(raw) && raw.some(item => VARIABLE.test(String(item)));
}

const VARIABLE = /\$\{[^}]{1,200}\}|<%|\$\([A-Z_]+\)/;
