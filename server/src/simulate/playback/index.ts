export type * from './model.js';
export { outcomesOf } from './outcomes.js';
export { type PictureOptions, pictureOf } from './picture.js';
export { chooseShown } from './shown.js';
export { type VerdictInput, verdictsOf } from './verdicts.js';
