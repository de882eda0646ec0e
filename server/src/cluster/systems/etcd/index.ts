import { defineSystem } from '../../module.js';
import { versionUpTo } from '../../version.js';
import { assemble } from './assemble.js';
import type { EtcdData } from './data.js';
import { guarantees } from './guarantees.js';
import { ETCD_CLIENT_PARAMETERS, ETCD_PARAMETERS } from './parameters.js';
import { ENVIRONMENT, flagOf, YAML } from './read.js';
import { SERVICES } from './services.js';

/** etcd: a store that a majority of its members has to agree on, and which others keep leases in. */
export const ETCD = defineSystem<EtcdData>({
  system: 'etcd',
  parameters: [ETCD_PARAMETERS, ETCD_CLIENT_PARAMETERS],
  formats: [YAML, ENVIRONMENT],
  services: [SERVICES],
  variable: name => ETCD_PARAMETERS.find(flagOf(name) ?? ''),
  images: {
    repository: /(?:^|\/)etcd(?:-amd64|-arm64)?$/,
    versionOf: versionUpTo(3),
    packages:
      /(?:\betcd[-_/]v|\betcd\/releases\/download\/v|\betcd_(?:version|ver)["']?[ \t]*[:=][ \t]*["']?v?)(\d{1,2}\.\d{1,2}(?:\.\d{1,3})?)/gi,
    withVersion: (data, version) =>
      data.kind === 'node' && data.from !== 'chart' && data.version === undefined
        ? { ...data, version }
        : data,
  },
  assemble,
  guarantees,
});
