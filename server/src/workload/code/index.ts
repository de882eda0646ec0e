export { CodeDocument, MAX_CODE_LENGTH, type PieceDocument } from './document.js';
export { CODE_EXTENSIONS, type CodeLanguage, codeLanguage, runsOnce } from './languages.js';
export type { ParameterStyle } from './mask.js';
export { mayHoldQueries } from './plain-sql.js';
export { type CodeQuery, type CodeReading, readCode } from './queries.js';
