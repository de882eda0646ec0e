import { defineSystem } from '../../module.js';
import { assembleCnpg } from './assemble.js';
import { cnpgGuarantees } from './guarantees.js';
import { CNPG_PARAMETERS } from './parameters.js';
import { CNPG_MANIFEST, type CnpgData } from './read.js';

export const CLOUDNATIVEPG = defineSystem<CnpgData>({
  system: 'cloudnativepg',
  parameters: [CNPG_PARAMETERS],
  formats: [CNPG_MANIFEST],
  assemble: assembleCnpg,
  guarantees: cnpgGuarantees,
});
