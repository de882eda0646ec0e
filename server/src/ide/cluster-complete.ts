import type { Analyzer } from '../analyzer/types.js';
import { assistAt } from '../cluster/assist/index.js';
import { MODULES, Source } from '../cluster/index.js';
import type { Parameter } from '../cluster/parameter.js';
import { printValue } from '../cluster/print.js';
import { defaultOf } from '../cluster/settings.js';
import type { Position } from '../text/span.js';
import type { CompletionItem } from './types.js';

/** Keys and values that could be written at a place of a config. */
export function completeParameter(analyzer: Analyzer, uri: string, at: Position): readonly CompletionItem[] {
  const text = analyzer.text(uri);
  if (text === undefined) return [];
  const found = assistAt(new Source(uri, text), analyzer.offsetAt(uri, at), MODULES);
  if (found === undefined) return [];
  const { place, parameter, keys } = found;
  const replace = analyzer.rangeOf(uri, place.word.start, place.word.end);
  if (place.role === 'key') {
    return keys.map(({ name, parameter: each }, rank) => ({
      label: name,
      kind: 'key',
      detail: defaultText(each),
      documentation: each.meaning,
      newText: name + place.separator,
      replace,
      rank,
    }));
  }
  if (parameter === undefined) return [];
  return valuesOf(parameter).map((value, rank) => ({
    label: value,
    kind: 'value',
    detail: undefined,
    documentation: parameter.meaning,
    newText: value,
    replace,
    rank,
  }));
}

function defaultText(parameter: Parameter): string | undefined {
  const value = defaultOf(parameter, undefined);
  return value === undefined ? undefined : `by default ${printValue(parameter, value)}`;
}

function valuesOf({ type }: Parameter): readonly string[] {
  if (type.kind === 'enum') return type.values;
  return type.kind === 'boolean' ? ['on', 'off', 'true', 'false'] : [];
}
