export type * from './model.js';
export { outcomesOf } from './outcomes.js';
export { type PictureOptions, pictureFrom, pictureOf } from './picture.js';
export { chooseShown } from './shown.js';
export { Tape } from './tape.js';
export { type VerdictInput, verdictsOf } from './verdicts.js';
