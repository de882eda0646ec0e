import { defineSystem } from '../../module.js';
import { assemblePatroni } from './assemble.js';
import { DYNAMIC_FILE, NODE_FILE } from './formats.js';
import type { PatroniData } from './fragment.js';
import { patroniGuarantees } from './guarantees.js';
import { PATRONI_LOCAL, PATRONI_PARAMETERS } from './parameters/index.js';
import { PIN_FILE, V2_FILE } from './pins.js';
import { PATRONI_SERVICE, settingOf } from './service.js';
import { IMAGE_FILE, WATCHDOG_FILE } from './surroundings.js';

export const PATRONI_SYSTEM = defineSystem<PatroniData>({
  system: 'patroni',
  parameters: [PATRONI_PARAMETERS],
  formats: [NODE_FILE, DYNAMIC_FILE, PIN_FILE, V2_FILE, WATCHDOG_FILE, IMAGE_FILE],
  services: [PATRONI_SERVICE],
  variable: name =>
    name.startsWith('PATRONI_') ? PATRONI_LOCAL.find(settingOf(name.slice(8)) ?? '') : undefined,
  assemble: assemblePatroni,
  guarantees: patroniGuarantees,
});
