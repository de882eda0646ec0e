import { placeAt as yamlPlaceAt } from '../../documents/yaml-place.js';
import type { Span } from '../../text/span.js';
import type { FormatAssist } from '../module.js';
import { bracePlace } from './braces.js';
import { elementPlace } from './elements.js';
import { assignmentPlace, directivePlaces } from './lines.js';

/** Where an offset lies in a config: on a key or a value, and below which keys. */
export interface ConfigPlace {
  readonly role: 'key' | 'value';
  /** For a key: the keys or the section above it. For a value: those and its own. */
  readonly path: readonly string[];
  /** The word that the offset touches; empty between words. */
  readonly word: Span;
  /** The key's name where it is more than the word: both words of `timeout connect`. */
  readonly name?: string;
  /** What of the name stands before the word already: `timeout `. */
  readonly lead?: string;
  /** The text that a key or a value is written as, in the place of the word. */
  written(name: string): string;
  /** Keys that are there already beside this one. */
  readonly siblings: ReadonlySet<string>;
}

/**
 * What the place in a text of a syntax may be, likelier first; the text may be broken. None in comments and where nothing
 * of ours can stand. Words of directives have more than one meaning: `timeout connect 5s`, `sentinel quorum 2`.
 */
export function placesIn(text: string, offset: number, assist: FormatAssist): readonly ConfigPlace[] {
  const { syntax } = assist;
  switch (syntax) {
    case 'yaml':
      return listed(yamlPlace(text, offset));
    case 'assignments':
      return listed(assignmentPlace(text, offset, assist.separator ?? ' = '));
    case 'directives':
      return directivePlaces(text, offset);
    case 'json':
    case 'hcl':
    case 'libconfig':
    case 'javascript':
      return listed(bracePlace(text, offset, syntax));
    case 'xml':
      return listed(elementPlace(text, offset));
  }
}

function yamlPlace(text: string, offset: number): ConfigPlace | undefined {
  const place = yamlPlaceAt(text, offset);
  if (place === undefined) return undefined;
  const { role, path, word, siblings, hasColon } = place;
  const quoted = /["']/.test(text[word.start - 1] ?? '');
  const written = (name: string): string => {
    if (role === 'key') return hasColon || quoted ? name : `${name}: `;
    // Older readers of YAML take these for booleans where a word is meant.
    return quoted || !NEEDS_QUOTES.test(name) ? name : `'${name}'`;
  };
  return { role, path, word, siblings, written };
}

const NEEDS_QUOTES = /^(?:on|off|yes|no|y|n|~|null)$|^[^\w./]|[:#]/i;

function listed(place: ConfigPlace | undefined): readonly ConfigPlace[] {
  return place === undefined ? [] : [place];
}
