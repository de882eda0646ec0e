import type { DynamoTable } from '../../../documents/dynamodb/model.js';
import type { DesignDocument } from '../../../documents/model.js';
import type { Origin } from '../../../sql/reading.js';
import type { Span } from '../../../text/span.js';

/** Every table that a document declares. */
export function tablesOf(document: DesignDocument): readonly DynamoTable[] {
  return document.designs.flatMap(design => (design.engine === 'dynamodb' ? design.tables : []));
}

/** A place in a document. */
export function at(document: DesignDocument, span: Span): Origin {
  return { unit: document.unit, span };
}
