import { defineSystem } from '../../module.js';
import { assemble } from './assemble.js';
import type { NeutralData } from './data.js';
import { guarantees } from './guarantees.js';
import { NEUTRAL_PARAMETERS } from './parameters.js';
import { DESCRIPTION } from './read.js';

/** Our own description of any cluster: `*.faultline.yaml`. */
export const NEUTRAL = defineSystem<NeutralData>({
  system: 'neutral',
  parameters: [NEUTRAL_PARAMETERS],
  formats: [DESCRIPTION],
  assemble,
  guarantees,
});
