import { isDocumentUri } from '../documents/read.js';

/** True for a file that is neither SQL nor a program, and may yet hold a design or a config, by its name. */
export function mayBeDocument(uri: string): boolean {
  return isDocumentUri(uri) || isClusterFile(uri);
}

/**
 * Files that may be configs of a cluster, by their names alone. What they are is found out from their content; most YAML
 * and JSON files are none, and `documents/read.ts` lists those.
 */
export function isClusterFile(uri: string): boolean {
  const name = nameOf(uri);
  if (name === 'faultline.yaml' || name === 'faultline.yml') return false;
  return ENDINGS.test(name) || NAMES.test(name) || SCRIPTS.test(name);
}

/** True for a file that is worth reading without being open. */
export function isListedClusterFile(uri: string): boolean {
  const name = nameOf(uri);
  if (name.endsWith('.json'))
    return JSON_NAME.test(uri.slice(uri.lastIndexOf('/', uri.lastIndexOf('/') - 1) + 1));
  return isClusterFile(uri);
}

/** Globs of the files that `isListedClusterFile` accepts. */
export const CLUSTER_GLOBS: readonly string[] = [
  '**/*.{conf,cnf,cfg,ini,properties,hcl,service,env,md,sh,xml,sample}',
  '**/*.{yml,yaml,conf,cnf,cfg,json,hcl,ini,properties,xml,service}.{j2,tpl,tmpl,template,erb,sample,example}',
  '**/{.env,Procfile,Dockerfile,Containerfile,Vagrantfile,Makefile,standby.signal,recovery.signal,advanced.config,rabbitmq.config}',
  '**/{Dockerfile.*,Dockerfile-*,*.Dockerfile,*.dockerfile}',
  '**/.env.*',
  '**/{hosts,inventory}',
  '**/*{mongo,Mongo,replica,Replica,replset,rs-init,rs_init,rsinit,init-rs,init_rs,initiate,shard}*.js',
  '**/{init,setup,bootstrap,rs,cluster-init,init-cluster}.js',
  ...[
    'consul',
    'orchestrator',
    'replica',
    'cluster',
    'keyspace',
    'mongo',
    'couch',
    'etcd',
    'kafka',
    'rabbit',
    'definitions',
  ].flatMap(word => [`**/*${word}*.json`, `**/*${word}*/*.json`]),
];

const ENDINGS =
  /\.(?:conf|cnf|cfg|ini|properties|hcl|service|env|md|sh|xml|sample)$|\.(?:ya?ml|conf|cnf|cfg|json|hcl|ini|properties|xml|service)\.(?:j2|tpl|tmpl|template|erb|sample|example)$/;
const NAMES =
  /^(?:\.env(?:\..+)?|procfile|vagrantfile|makefile|(?:docker|container)file(?:[.-][\w.-]+)?|.+\.(?:docker|container)file|(?:standby|recovery)\.signal|(?:advanced|rabbitmq)\.config|hosts|inventory)$/;
const SCRIPTS =
  /(?:mongo|replica|replset|rs[-_]?init|init[-_]?rs|initiate|shard).*\.js$|^(?:init|setup|bootstrap|rs|cluster-init|init-cluster)\.js$/;
const JSON_NAME = /consul|orchestrator|replica|cluster|keyspace|mongo|couch|etcd|kafka|rabbit|definitions/i;

function nameOf(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1).toLowerCase();
}
