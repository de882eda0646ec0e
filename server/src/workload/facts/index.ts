export * from './annotation.js';
export * from './keys.js';
export { type Annotation, annotationsOf, mayAnnotate, misplaced } from './placed.js';
export * from './store.js';
export * from './units.js';
