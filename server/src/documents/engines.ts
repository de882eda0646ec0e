/** Systems whose design stands in documents that are not SQL. */
export const DOCUMENT_ENGINES = ['dynamodb', 'elasticsearch', 'logstash'] as const;

export type DocumentEngine = (typeof DOCUMENT_ENGINES)[number];

const NAMES: ReadonlySet<string> = new Set(DOCUMENT_ENGINES);

export function isDocumentEngine(name: string): name is DocumentEngine {
  return NAMES.has(name);
}
