import { isAtLeast, parseVersion } from '../../../cluster/version.js';
import type { SearchIndex } from '../../../documents/elasticsearch/model.js';
import type { DocumentContext } from '../../rule.js';

/**
 * True where all that is told of the version says that it is `least` of Elasticsearch or newer, or an OpenSearch; false
 * where anything says that it is older; undefined where nothing is told.
 */
export function isSearchAtLeast(
  index: SearchIndex,
  uri: string,
  { products }: DocumentContext['beside'],
  least: string,
): boolean | undefined {
  const told = [...index.patterns.map(({ value = '' }) => value), index.madeBy ?? '', ...uri.split('/')];
  const own = told.flatMap(text => {
    const version = parseVersion(VERSION.exec(text)?.slice(1).find(Boolean) ?? '');
    return version === undefined ? [] : [version];
  });
  if (own.some(version => !isAtLeast(version, least))) return false;
  if (products.some(({ name, version }) => name === 'elasticsearch' && !isAtLeast(version, least)))
    return false;
  return own.length + products.length > 0 || (index.composable && isAtLeast([7, 8], least))
    ? true
    : undefined;
}

/** A Beat's own template: it is generated, with every field that any of its modules has. */
export function isOfBeat(index: SearchIndex): boolean {
  return index.patterns.some(({ value = '' }) => /^\.?[a-z]*beat-/.test(value));
}

/** `filebeat-6.6.2-*`, `elasticsearch-template-es6x.json`, `es-7/`. */
const VERSION =
  /(?<![\d.])(\d\.\d{1,2}(?:\.\d{1,2})?)(?![\d.]*\d)|(?:\b|_)(?:es|elastic(?:search)?)[-_]?v?(\d)(?!\d)/i;
