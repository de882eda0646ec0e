import type { Analyzer } from '../analyzer/types.js';
import { assistAt } from '../cluster/assist/index.js';
import { MODULES, Source } from '../cluster/index.js';
import type { FormatAssist } from '../cluster/module.js';
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
  const { place, assist, parameter, keys } = found;
  const replace = analyzer.rangeOf(uri, place.word.start, place.word.end);
  if (place.role === 'key') {
    return keys.map(({ name, parameter: each }, rank) => ({
      label: name,
      kind: 'key',
      detail: each && defaultText(each),
      documentation: each?.meaning,
      newText: place.written(name),
      replace,
      rank,
    }));
  }
  if (parameter === undefined) return [];
  return valuesOf(parameter, assist).map(({ label, text }, rank) => ({
    label,
    kind: 'value',
    detail: undefined,
    documentation: parameter.meaning,
    newText: text ?? place.written(label),
    replace,
    rank,
  }));
}

function defaultText(parameter: Parameter): string | undefined {
  const value = defaultOf(parameter, undefined);
  return value === undefined ? undefined : `by default ${printValue(parameter, value)}`;
}

interface Value {
  readonly label: string;
  /** Written as it is, never in quotes. */
  readonly text?: string;
}

function valuesOf({ type }: Parameter, { syntax, booleans }: FormatAssist): readonly Value[] {
  if (type.kind === 'enum') return type.values.map(label => ({ label }));
  if (type.kind !== 'boolean') return [];
  return (booleans ?? (syntax === 'directives' ? ['yes', 'no'] : ['true', 'false'])).map(label => ({
    label,
    text: label,
  }));
}
