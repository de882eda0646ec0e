import { readAssignments } from '../../documents/readers/assignments.js';
import type { Named } from '../model.js';
import type { Source } from '../source.js';
import { resolvedUri } from './instances.js';
import type { EnvValue, ServiceDraft } from './model.js';
import { isUntold } from './substitute.js';

/** Another file of the workspace, by its URI; undefined where there is none. */
export type Beside = (uri: string) => Source | undefined;

/**
 * A service with the variables of the files that its `env_file` names, as compose has it: a later file wins over an
 * earlier one, and what stands in `environment` over all. Files that are not there stay in `envFiles`.
 */
export function withEnvFiles(service: ServiceDraft, beside: Beside): ServiceDraft {
  if (service.envFiles.length === 0) return service;
  const env = new Map<string, EnvValue>();
  const left: Named[] = [];
  for (const file of service.envFiles) {
    const uri = resolvedUri(service.source.uri, file.text);
    const source = uri === undefined || uri === service.source.uri ? undefined : beside(uri);
    if (source === undefined) left.push(file);
    else for (const [key, value] of variablesIn(source)) env.set(key, value);
  }
  if (left.length === service.envFiles.length) return service;
  for (const [key, value] of service.env) env.set(key, value);
  return { ...service, env, envFiles: left };
}

/** URIs of the files that a service's `env_file` names. */
export function envFileUris(service: ServiceDraft): readonly string[] {
  return service.envFiles.flatMap(({ text }) => resolvedUri(service.source.uri, text) ?? []);
}

/** Such a file is where secrets belong: that there is one counts, and not which. */
const SECRET = /PASSW(?:OR)?D|PASSPHRASE|SECRET|TOKEN|(?:^|_)(?:PASS|PWD|KEY)$/i;

/** More variables than that nobody gives a container. */
const MAX_VARIABLES = 2000;

/** `NAME=value` lines. Known values of the same file are not filled in: what names one is not told. */
function variablesIn(source: Source): ReadonlyMap<string, EnvValue> {
  const tree = source.tree('env-file', text =>
    readAssignments(text, {
      separators: '=',
      comments: '#',
      quotes: '"\'',
      inlineComments: '#',
      inlineAfterBlank: true,
    }),
  );
  const env = new Map<string, EnvValue>();
  for (const { key, keySpan, value } of tree.entries.slice(0, MAX_VARIABLES)) {
    const name = key.replace(/^export\s+/, '');
    if (!/^[A-Za-z_][\w.-]*$/.test(name)) continue;
    const text = value.kind === 'scalar' && typeof value.value === 'string' ? value.value : '$';
    const place = { origin: source.origin(value.span), keyOrigin: source.origin(keySpan) };
    const untold = SECRET.test(name) || isUntold(text);
    env.set(name, untold ? { text: '', hidden: true, ...place } : { text, ...place });
  }
  return env;
}
