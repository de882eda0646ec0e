import type { Parameter } from '../../../parameter.js';

const YAML = 'https://patroni.readthedocs.io/en/latest/yaml_configuration.html';

/** What each node's own file says. */
export const LOCAL: readonly Parameter[] = [
  {
    name: 'scope',
    type: { kind: 'text' },
    meaning: 'Name of the cluster: nodes with the same one belong together.',
    applies: 'restart',
    source: YAML,
  },
  {
    name: 'namespace',
    type: { kind: 'text' },
    default: '/service',
    meaning: 'Path in the DCS below which clusters are kept.',
    applies: 'restart',
    source: YAML,
  },
  {
    name: 'name',
    type: { kind: 'text' },
    meaning: 'Name of the node; must be unique in the cluster.',
    applies: 'restart',
    source: YAML,
  },
  {
    name: 'restapi.listen',
    type: { kind: 'text' },
    meaning: 'Address and port of the REST API.',
    applies: 'reload',
    source: YAML,
  },
  {
    name: 'restapi.connect_address',
    type: { kind: 'text' },
    meaning: 'Address under which the other nodes reach the REST API; they ask it in the race for the lock.',
    applies: 'reload',
    source: YAML,
  },
  {
    name: 'restapi.authentication.username',
    type: { kind: 'text' },
    meaning: 'User for what changes something over the REST API.',
    applies: 'reload',
    source: YAML,
  },
  {
    name: 'restapi.authentication.password',
    type: { kind: 'text' },
    meaning:
      'Password for what changes something over the REST API. Without it anybody who reaches the port may restart, reinitialise and switch over.',
    applies: 'reload',
    source: YAML,
  },
  {
    name: 'restapi.certfile',
    type: { kind: 'text' },
    meaning: 'Certificate of the REST API; without it the API speaks plain HTTP.',
    applies: 'reload',
    source: YAML,
  },
  {
    name: 'restapi.keyfile',
    type: { kind: 'text' },
    meaning: 'Key to the certificate of the REST API.',
    applies: 'reload',
    source: YAML,
  },
  {
    name: 'restapi.cafile',
    type: { kind: 'text' },
    meaning: 'Certificates of the authorities that clients are checked against.',
    applies: 'reload',
    source: YAML,
  },
  {
    name: 'restapi.verify_client',
    type: { kind: 'enum', values: ['none', 'optional', 'required'] },
    default: 'none',
    meaning: 'Whether clients must show a certificate: never, for what changes something, or always.',
    applies: 'reload',
    source: YAML,
  },
  {
    name: 'restapi.allowlist',
    type: { kind: 'list' },
    meaning: 'Hosts and networks that may call what changes something; without it all may.',
    applies: 'reload',
    source: YAML,
  },
  {
    name: 'restapi.allowlist_include_members',
    type: { kind: 'boolean' },
    meaning: 'The other members may call what changes something.',
    applies: 'reload',
    source: YAML,
  },
  {
    name: 'ctl.insecure',
    type: { kind: 'boolean' },
    default: false,
    meaning: 'patronictl does not check certificates.',
    source: YAML,
  },
];
