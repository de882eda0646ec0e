import { CLUSTER_GLOBS, isListedClusterFile } from '../cluster/files.js';
import { DOCUMENT_GLOBS, isListedDocument } from '../documents/read.js';

/** Globs of the files that are neither SQL nor programs and may yet hold a design or a config. */
export const OTHER_GLOBS: readonly string[] = [...DOCUMENT_GLOBS, ...CLUSTER_GLOBS];

/** True for one that is worth reading without being open. */
export function isWorthReading(uri: string): boolean {
  return isListedDocument(uri) || isListedClusterFile(uri);
}
