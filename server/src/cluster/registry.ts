import type { SystemModule } from './module.js';

/** Every system that is read. Order does not matter, except that a file goes to every format that detects it. */
export const MODULES: readonly SystemModule[] = [];
