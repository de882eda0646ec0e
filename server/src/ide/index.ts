/**
 * Editor features as plain data. Each takes the analyzer, a file and a place, answers from what the analyzer
 * has already read, never throws for bad input, and works in SQL files and in `faultline.yaml` alike.
 */
export { actionsFor, codeActions, fixAllAction, overlaps } from './actions.js';
export { completion } from './completion.js';
export { definition } from './definition.js';
export { highlights } from './highlights.js';
export { hover } from './hover.js';
export { inlays } from './inlays.js';
export { codeLenses } from './lenses.js';
export { references } from './references.js';
export { status } from './status.js';
export { suppressionEdit } from './suppress.js';
export { documentSymbols, workspaceSymbols } from './symbols.js';
export type * from './types.js';
