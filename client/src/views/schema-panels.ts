import { isSql } from '../documents.js';
import { PanelSet, type PanelSetOptions } from './panel-set.js';

/** Panels that draw schemas: star and entity diagrams of the schema that an SQL file belongs to. */
export function createSchemaPanels(
  options: Pick<PanelSetOptions, 'session' | 'context' | 'output'>,
): PanelSet {
  return new PanelSet({ ...options, kind: 'schema', accepts: async document => isSql(document) });
}
