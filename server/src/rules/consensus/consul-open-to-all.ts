import { shown } from '../lib/cluster/consensus.js';
import { consulExample } from '../lib/cluster/consensus-examples.js';
import { clusterExample } from '../lib/cluster/example.js';
import { nodeName } from '../lib/cluster/names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'consul-open-to-all',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['consul'],
  summary: 'Everybody who reaches the agent may change everything.',
  gains: 'No tokens.',
  costs:
    '`client_addr` opens HTTP to other machines, and without access lists that deny by default every request is allowed: keys, sessions and with them locks, services, and what is run as a check.',
  fineWhen:
    'The network lets only those through who may do everything; containers on a network of their own.',
  advice:
    'Set `acl { enabled = true, default_policy = "deny" }`, or keep `client_addr` at 127.0.0.1 where only programs of the same machine call the agent.',
  sources: [
    { title: 'Consul: security', url: 'https://developer.hashicorp.com/consul/docs/secure' },
    {
      title: 'Consul: agent configuration',
      url: 'https://developer.hashicorp.com/consul/docs/reference/agent/configuration-file',
    },
  ],
  bad: [
    clusterExample(
      'consul',
      {
        'compose.prod.yaml':
          'services:\n  consul:\n    image: hashicorp/consul:1.20\n    command: agent -config-dir /consul/config\n    volumes: ["./consul:/consul/config"]\n    ports: ["8500:8500"]\n',
        'consul/server.json': '{"server": true, "bootstrap_expect": 1, "client_addr": "0.0.0.0"}\n',
      },
      'publish its port',
    ),
    consulExample(1, 'client_addr = "0.0.0.0"\n', '0.0.0.0'),
    consulExample(
      1,
      'client_addr = "0.0.0.0"\nacl {\n  enabled = true\n  default_policy = "allow"\n}\n',
      'allow',
    ),
  ],
  good: [
    consulExample(1),
    consulExample(1, 'client_addr = "0.0.0.0"\naddresses {\n  http = "127.0.0.1"\n}\n'),
    // Files of one directory are one agent, though two of them say the same of one setting.
    clusterExample('consul', {
      'roles/consul/templates/base.hcl.j2':
        'node_name = "{{ inventory_hostname }}"\ndata_dir = "/opt/consul"\nclient_addr = "0.0.0.0"\nacl {\n  enabled = true\n  default_policy = "deny"\n}\n',
      'roles/consul/templates/server.hcl.j2':
        'server = true\nbootstrap_expect = 3\nclient_addr = "0.0.0.0"\nui_config {\n  enabled = true\n}\n',
    }),
    clusterExample('consul', {
      'consul.d/acl.json': '{"acl": {"enabled": true, "default_policy": "deny"}}\n',
      'consul.d/server.json': '{"server": true, "bootstrap_expect": 1, "client_addr": "0.0.0.0"}\n',
    }),
    consulExample(1, 'client_addr = "0.0.0.0"\nacl_datacenter = "dc1"\nacl_default_policy = "deny"\n'),
    // Its owner wrote down that it is so for development alone.
    consulExample(
      1,
      'client_addr = "0.0.0.0"\n# ACLs (disabled for development, enable for production)\n# acl {\n#   enabled = true\n# }\n',
    ),
    consulExample(1, 'client_addr = "0.0.0.0"\nports {\n  http = -1\n  https = 8501\n}\n'),
    // On a machine of one's own nobody else is there.
    clusterExample('consul', {
      'compose.yaml':
        'services:\n  consul:\n    image: hashicorp/consul:1.20\n    command: agent -config-dir /consul/config\n    volumes: ["./consul:/consul/config"]\n    ports: ["8500:8500"]\n',
      'consul/server.json': '{"server": true, "bootstrap_expect": 1, "client_addr": "0.0.0.0"}\n',
    }),
    // Other containers of its network alone reach it.
    clusterExample('consul', {
      'compose.yaml':
        'services:\n  consul:\n    image: hashicorp/consul:1.20\n    command: agent -config-dir /consul/config\n    volumes: ["./consul:/consul/config"]\n    ports: ["127.0.0.1:8500:8500"]\n',
      'consul/server.json': '{"server": true, "bootstrap_expect": 1, "client_addr": "0.0.0.0"}\n',
    }),
    consulExample(1, 'client_addr = "0.0.0.0"\nacl {\n  enabled = true\n  default_policy = "deny"\n}\n'),
  ],
  check(cluster, context) {
    for (const { member, settings } of shown(cluster)) {
      const given = settings.given('client_addr');
      if (given === undefined || settings.text('client_addr') !== '0.0.0.0') continue;
      if (
        settings.isHidden('acl.enabled') ||
        settings.isHidden('acl.default_policy') ||
        given.written.origin.unit.uri.endsWith('ml')
      )
        continue;
      // Names of before 1.4, where the list and its policy stood at the top.
      const legacy = settings.raw('acl_default_policy');
      if (legacy !== undefined && (legacy.raw === undefined || legacy.raw === 'deny')) continue;
      if (settings.number('ports.http') === -1 || settings.raw('container.reached')?.raw === false) continue;
      // The address of HTTP alone stands apart.
      const http = settings.raw('addresses.http');
      if (http !== undefined && http.raw !== '0.0.0.0') continue;
      if (FOR_NOW.test(given.written.origin.unit.piece.text)) continue;
      const on = settings.flag('acl.enabled') === true;
      if (on && settings.text('acl.default_policy') === 'deny') continue;
      context.report({
        origin: given.written.origin,
        message: `${nodeName(member.id, 'beginning')} serves HTTP at 0.0.0.0 ${on ? 'and access lists allow what no rule speaks of' : 'without access lists'}: whoever reaches it changes keys, locks and services. Deny by default${settings.raw('container.reached') === undefined ? '' : ', or publish its port at 127.0.0.1 only'}.`,
      });
      return;
    }
  },
});

const FOR_NOW =
  /(?:#|\/\/)[^\n]*\bacls?\b[^\n]{0,40}\b(?:disabled|off|not enabled)\b[^\n]{0,20}\b(?:dev(?:elopment)?|test(?:s|ing)?|local|demo|lab)\b/i;
