export { type Build, buildOf, isDockerfile } from './dockerfile.js';
export type { Beside } from './env-file.js';
export { type Instance, instancesOf, repositoryOf, resolvedUri, tagOf } from './instances.js';
export { partOf } from './scalars.js';

import type { Source } from '../source.js';
import { readCompose } from './compose.js';
import { buildUris, withBuild } from './dockerfile.js';
import { type Beside, envFileUris, withEnvFiles } from './env-file.js';
import { readHelmValues } from './helm.js';
import { readKubernetes } from './kubernetes.js';
import { NOTHING_STARTED, type ServiceDraft, type StartedServices } from './model.js';
import { readProcfile, readScript, readUnit } from './processes.js';

/** The services that a file starts: compose files, Kubernetes manifests, Helm values, systemd units, Procfiles, scripts. */
export function readServices(source: Source): readonly ServiceDraft[] {
  return readStarted(source).services;
}

/** The same, with the files that stand within it. */
export function readStarted(source: Source, beside?: Beside): StartedServices {
  if (source.text.length > MAX_TEXT) return NOTHING_STARTED;
  for (const reader of READERS) {
    const found = reader(source);
    if (found === undefined) continue;
    return beside === undefined
      ? found
      : {
          ...found,
          services: found.services.map(service => withBuild(withEnvFiles(service, beside), beside)),
        };
  }
  return NOTHING_STARTED;
}

/** URIs of the files beside its own that tell more of a service: what `env_file` names, and its Dockerfile. */
export function filesBeside(service: ServiceDraft): readonly string[] {
  return [...envFileUris(service), ...buildUris(service)];
}

/** Longer files are data. */
const MAX_TEXT = 4_000_000;

/** Each says undefined where the file is none of its kind. */
const READERS: readonly ((source: Source) => StartedServices | undefined)[] = [
  readKubernetes,
  readCompose,
  readHelmValues,
  readUnit,
  readProcfile,
  readScript,
];
