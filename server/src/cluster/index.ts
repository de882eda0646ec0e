export { joinFragments, type Landscape } from './join.js';
export type * from './model.js';
export type { Fragment, SystemModule } from './module.js';
export { readSource, readStatement } from './read.js';
export { MODULES } from './registry.js';
export { filesBeside, isDockerfile, readServices } from './services/index.js';
export { Source } from './source.js';
export { isSystem, SYSTEMS, type System } from './systems.js';
