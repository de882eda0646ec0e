import { defineSystem } from '../../module.js';
import { versionUpTo } from '../../version.js';
import { assemble } from './assemble.js';
import { CHART } from './chart.js';
import type { ConsulAgent } from './data.js';
import { guarantees } from './guarantees.js';
import { CONSUL_PARAMETERS } from './parameters.js';
import { HCL, JSON_CONFIG } from './read.js';
import { SERVICES } from './services.js';

/** Consul: keys, sessions and services that a majority of servers has to agree on. */
export const CONSUL = defineSystem<ConsulAgent>({
  system: 'consul',
  parameters: [CONSUL_PARAMETERS],
  formats: [HCL, JSON_CONFIG, CHART],
  services: [SERVICES],
  images: {
    repository: /(?:^|\/)consul(?:-enterprise)?$/,
    versionOf: versionUpTo(2),
    packages:
      /(?:\bconsul_|\/consul\/|\bconsul_version["']?[ \t]*[:=][ \t]*["']?v?)(\d{1,2}\.\d{1,2}(?:\.\d{1,3})?)/gi,
    withVersion: (data, version) =>
      data.from !== 'chart' && data.version === undefined ? { ...data, version } : data,
  },
  assemble,
  guarantees,
});
