import type { SearchIndex } from '../../../documents/elasticsearch/model.js';
import type { DesignDocument } from '../../../documents/model.js';

/** Every index and template that a document declares. */
export function indexesOf(document: DesignDocument): readonly SearchIndex[] {
  return document.designs.flatMap(design => (design.engine === 'elasticsearch' ? design.indexes : []));
}

/** How messages name it: by its patterns, else as what it is. */
export function indexName(index: SearchIndex): string {
  const patterns = index.patterns.flatMap(pattern => pattern.value ?? []);
  if (patterns.length > 0) return `The template of ${patterns.join(', ')}`;
  return index.kind === 'component' ? 'This component template' : 'This index';
}

/** Keeps what happened when: a field for the time, or a name that goes by it. */
export function isTimeSeries(index: SearchIndex): boolean {
  if (index.dataStream || index.fields.some(field => field.path === '@timestamp')) return true;
  return index.patterns.some(({ value }) =>
    /(?:^|[-_.])(?:logs?|metrics?|traces?|audit)[-_.]/i.test(`${value}-`),
  );
}
