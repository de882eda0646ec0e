import { strict as assert } from 'node:assert';
import { checkCluster, clusterRules } from '../../../server/src/rules/runner/clusters.js';
import { clustersIn } from '../support/clusters.js';

const OPEN =
  'server = true\nbootstrap_expect = 3\nclient_addr = "0.0.0.0"\nretry_join = ["10.0.0.1"]\ndata_dir = "/tmp/consul"\n';

/** What a rule says of an agent of Consul, with its severity. */
function told(files: Record<string, string>, id = 'consensus-data-in-tmp'): readonly string[] {
  const clusters = clustersIn(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`file:///w/${path}`, text])),
  );
  const rules = clusterRules({ rules: {} }).filter(({ rule }) => rule.id === id);
  const context = { clusters, schemas: [], objectives: {} };
  return clusters.flatMap(cluster =>
    checkCluster(cluster, rules, context, line => assert.fail(line)).map(({ severity }) => severity),
  );
}

describe('what is there to be tried out', () => {
  it('by the document beside it weighs less', () => {
    assert.deepEqual(told({ 'consul/server.hcl': OPEN }), ['warning']);
    for (const README of [
      '# Service sandbox\n',
      '# Consul\n\nThis setup is not meant for production.\n',
      '# Service mesh lab\n',
      '# Consul\n\nA production-grade Docker Compose playground with three agents.\n',
      '# consul-training\n',
      '# Registry\n\nExamples for our course on distributed systems.\n',
      '# Registry\n\nA registry, developed for the Distributed Systems course.\n',
      '# Consul\n\nThis set is for educational and demonstration purposes ONLY.\n',
      '# Consul\n\nSeveral nodes on one machine MUST BE AVOIDED in production.\n',
      '# Consul\n\nThe environment for issue #12 of another project.\n',
      '# Consul\n\n**Студент:** Иван Иванов\n',
      '# Consul\n\nStudent: Jane Doe\n',
      '# Consul\n\nArquivos de configuração de ambientes utilizados para benchmarks.\n',
      '# Consul\n\nO repositório é um projeto de estudo.\n',
      '# Consul\n\nЭто учебный стенд.\n',
      '# Consul\n\n仅用于学习。\n',
      '# Consul 本地集群\n',
      '# Consul 가용성 테스트\n',
      '## Consul 的本地集群\n',
      '# 음식점 예약 프로토타이핑\n',
      '# Registry quick start (Group 7)\n',
      '# Registry\n\n> Projeto de Trabalho de Conclusão de Curso.\n',
      '# Registry\n\nSome config files and POC code.\n',
      '# Registry\n\n**This repository has been discontinued, please use another one**\n',
      '# Consul\n\nHere is a local development environment, it is a local development environment.\n',
    ])
      assert.deepEqual(told({ 'consul/server.hcl': OPEN, 'README.md': README }), ['info'], README);
  });

  it('by the comment above it or beside it, and what is meant to be so, is told nothing', () => {
    const access = (files: Record<string, string>) => told(files, 'consul-open-to-all');
    const says = (line: string) => ({ 'consul/server.hcl': OPEN.replace(/(?=client_addr)/, line) });
    assert.deepEqual(access(says('# Open for training only\n')), []);
    assert.deepEqual(access(says('# Not for production:\n# everybody gets in.\n')), []);
    assert.deepEqual(access(says('# All addresses, on purpose.\n')), []);
    assert.deepEqual(access(says('# The firewall lets nobody else in.\n')), []);
    const beside = OPEN.replace('"0.0.0.0"', '"0.0.0.0" # for demos');
    assert.deepEqual(access({ 'consul/server.hcl': beside }), []);
    assert.deepEqual(access(says('# Ready for production\n')), ['warning']);
    assert.deepEqual(access(says('# For demos\n\n')), ['warning']);
  });

  it('is told nothing of who gets in', () => {
    const access = (files: Record<string, string>) => told(files, 'consul-open-to-all');
    assert.deepEqual(access({ 'consul/server.hcl': OPEN }), ['warning']);
    for (const README of [
      '# Service sandbox\n',
      '# Consul on Vagrant\n',
      '# Ring\n\n```\nvagrant up\n```\n',
      '# Ring\n\nA service for PoC, not production ready.\n',
      '# Ring\n\n```bash\nkind create cluster --name ring\n```\n',
      '# Ring\n\n```\n$ minikube start\n```\n',
      '# Ring\n\nThis small tutorial show how a ring elects.\n',
      '# Ring\n\n**Ring** is a sample HTTP-based web app that elects.\n',
      '# Ring\n\nScripts to demonstrate how a ring is run.\n',
    ])
      assert.deepEqual(access({ 'consul/server.hcl': OPEN, 'README.md': README }), [], README);
    for (const README of [
      '# Consul role\n\nTests: `vagrant up`.\n',
      '# Ring\n\nOn AWS, or with `vagrant up`.\n',
      '# Ring\n\nRuns on EKS. To try it:\n\n```bash\nkind create cluster\n```\n',
    ])
      assert.deepEqual(access({ 'consul/server.hcl': OPEN, 'README.md': README }), ['warning'], README);
  });

  it('by the folder that all of it lies in weighs less', () => {
    assert.deepEqual(told({ 'consul-poc/server.hcl': OPEN }), ['info']);
    assert.deepEqual(told({ 'Consul_Demo/conf/server.hcl': OPEN }), ['info']);
    assert.deepEqual(told({ 'democracy/server.hcl': OPEN }), ['warning']);
    assert.deepEqual(told({ 'registry-lab/server.hcl': OPEN }), ['info']);
    assert.deepEqual(told({ 'home-lab/server.hcl': OPEN }), ['warning']);
    // However deep it lies in the project that is called so.
    const other = { 'shop-demo/redis/redis.conf': 'port 6379\nreplicaof 10.0.0.1 6379\n' };
    assert.deepEqual(told({ 'shop-demo/a/b/c/d/server.hcl': OPEN, ...other }), ['info']);
  });

  it('is a folder within the project that one develops with, not one that the project lies in', () => {
    const other = { 'live/redis.conf': 'port 6379\nreplicaof 10.0.0.1 6379\n' };
    assert.deepEqual(told({ 'dev/consul/server.hcl': OPEN, ...other }), ['info']);
    assert.deepEqual(told({ 'dev/consul/server.hcl': OPEN }), ['warning']);
  });

  it('is told nothing of what it keeps and how it is let in', () => {
    const hba = (folder: string) => ({
      [`${folder}/pg_hba.conf`]: 'host replication repl 0.0.0.0/0 trust\n',
      [`${folder}/postgresql.conf`]: 'wal_level = replica\narchive_mode = on\n',
    });
    for (const id of ['pg-hba-replication-trust', 'pg-archive-without-command']) {
      assert.equal(told(hba('pg'), id).length, 1, id);
      assert.deepEqual(told(hba('pg-demo'), id), [], id);
    }
  });

  it('by the name that the cluster is given weighs less', () => {
    const named = (name: string) => ({
      'n1/cassandra.yaml': `cluster_name: '${name}'\nauthenticator: AllowAllAuthenticator\nseed_provider:\n  - parameters:\n      - seeds: "10.0.0.1"\n`,
    });
    const trialOf = (files: Record<string, string>) =>
      clustersIn(
        Object.fromEntries(Object.entries(files).map(([path, text]) => [`file:///w/${path}`, text])),
      ).map(({ trial }) => trial);
    assert.deepEqual(trialOf(named('ShopDemo')), [true]);
    assert.deepEqual(trialOf(named('demo-ring')), [true]);
    assert.deepEqual(trialOf(named('Test Cluster')), [undefined]);
    assert.deepEqual(trialOf(named('Democracy')), [undefined]);
  });

  it('in virtual machines of one’s own is told less loudly', () => {
    assert.deepEqual(
      told({ 'consul/server.hcl': OPEN, 'README.md': '# Consul on Vagrant\n\nThree machines.\n' }),
      ['info'],
    );
    assert.deepEqual(
      told({
        'consul/server.hcl': OPEN,
        'README.md': '# consul\nTrying it with the getting started guide\n',
      }),
      ['info'],
    );
  });

  it('is not the folder that the same document calls the one of production', () => {
    const README =
      '# Registry demo\n\n## Compose (local)\n\n```\ndocker compose up\n```\n\n## Machines (Production)\n\n```\ncd consul\n./deploy.sh\n```\n\n## After\n\ncd other\n';
    assert.deepEqual(told({ 'consul/server.hcl': OPEN, 'README.md': README }), ['warning']);
    assert.deepEqual(told({ 'other/server.hcl': OPEN, 'README.md': README }), ['info']);
    assert.deepEqual(
      told({
        'consul/server.hcl': OPEN,
        'README.md': README.replace('(Production)', '(not for production)'),
      }),
      ['info'],
    );
  });

  it('is not what a document speaks of otherwise, nor one of another folder', () => {
    for (const files of [
      { 'README.md': '# Consul\n\nRuns in production. The default password must not be kept there.\n' },
      { 'README.md': '# My home lab\n\nMachine learning at home: consul, nomad.\n' },
      { 'other/README.md': '# Demo\n' },
      { 'NOTES.md': '# Demo\n' },
    ] as readonly Record<string, string>[])
      assert.deepEqual(told({ 'consul/server.hcl': OPEN, ...files }), ['warning']);
  });

  it('what is put away is told nothing, unless all is', () => {
    const other = { 'now/redis.conf': 'port 6379\nreplicaof 10.0.0.1 6379\n' };
    assert.deepEqual(told({ 'archived/consul/server.hcl': OPEN, ...other }), []);
    assert.deepEqual(told({ 'cloud-legacy/server.hcl': OPEN, ...other }), []);
    assert.deepEqual(told({ 'old/consul/server.hcl': OPEN }), ['warning']);
  });

  it('and what is within one composition is on no line', () => {
    const change = (host: string) =>
      `mysql -h replica -e "CHANGE MASTER TO MASTER_HOST='${host}', MASTER_USER='repl', MASTER_PASSWORD='s3cret'; START SLAVE"\n`;
    const severities = (host: string) => {
      const service = (name: string, id: number) =>
        `  ${name}:\n    image: mysql:8.0\n    command: mysqld --server-id=${id} --log-bin=binlog\n`;
      const clusters = clustersIn({
        'file:///w/compose.yml': `services:\n${service('source', 1)}${service('replica', 2)}`,
        'file:///w/setup.sh': `#!/bin/sh\n${change(host)}`,
      });
      const rules = clusterRules({ rules: {} }).filter(({ rule }) => rule.id === 'mysql-plain-replication');
      const context = { clusters, schemas: [], objectives: {} };
      return clusters.flatMap(cluster =>
        checkCluster(cluster, rules, context, line => assert.fail(line)).map(({ severity }) => severity),
      );
    };
    assert.deepEqual(severities('source'), []);
    assert.deepEqual(severities('db1.shop.example'), ['warning']);
  });

  it('in virtual machines is known by the file that makes them', () => {
    const vagrant =
      'Vagrant.configure("2") do |config|\n  (1..3).each do |i|\n    config.vm.define "c#{i}" do |node|\n      node.vm.network "private_network", ip: "192.168.56.1#{i}"\n      node.vm.provision "shell", path: "setup.sh"\n    end\n  end\nend\n';
    const config = { 'consul/server.hcl': OPEN, Vagrantfile: vagrant };
    assert.deepEqual(told(config), ['info']);
    const inventory = (address: string) => ({
      ...config,
      'inventory/hosts.ini': `[consul]\nc1 ansible_host=${address}\n`,
    });
    assert.deepEqual(told(inventory('192.168.56.11')), ['info']);
    // It is deployed to others as well.
    assert.deepEqual(told(inventory('10.20.0.4')), ['warning']);
    // A role is tested so.
    assert.deepEqual(
      told({
        Vagrantfile: vagrant,
        'tasks/main.yml': '- copy: src=server.hcl dest=/etc/consul.d/\n',
        'files/server.hcl': OPEN,
      }),
      ['warning'],
    );
  });

  it('in containers of one machine is known by what deploys them', () => {
    const compose = (more = '') =>
      `services:\n  consul:\n    image: hashicorp/consul:1.20\n    command: agent -config-dir /consul/config\n    volumes: ["./consul:/consul/config"]\n    ports: ["8500:8500"]\n${more}`;
    const access = (files: Record<string, string>) =>
      told(
        {
          'consul/server.json': '{"server": true, "bootstrap_expect": 1, "client_addr": "0.0.0.0"}\n',
          ...files,
        },
        'consul-open-to-all',
      );
    assert.deepEqual(access({ 'compose.yaml': compose() }), []);
    const README = '# Shop\n\n## Production considerations\n\nUse several machines.\n';
    assert.deepEqual(access({ 'compose.yaml': compose(), 'README.md': README }), []);
    for (const files of [
      { 'compose.prod.yaml': compose() },
      { 'compose.yaml': compose('    restart: always\n    labels: ["traefik.enable=true"]\n') },
      { 'compose.yaml': compose(), 'deploy.sh': '#!/bin/sh\nssh -p 22 shop.example "docker compose pull"\n' },
      {
        'compose.yaml': compose(),
        '.github/workflows/ship.yml': 'jobs:\n  ship:\n    steps:\n      - uses: appleboy/ssh-action@v1\n',
      },
      { 'compose.yaml': compose(), 'README.md': '# Shop\n\n## Production\n' },
    ] as readonly Record<string, string>[])
      assert.deepEqual(access(files), ['warning'], JSON.stringify(files));
  });

  it('for the tests of a program is known by what starts it', () => {
    const files = {
      'docker/consul/server.hcl': OPEN,
      Makefile: 'e2e_test:\n\tdocker compose up -d\n\t./e2e.sh\n',
    };
    assert.deepEqual(told(files), ['info']);
    assert.deepEqual(told({ ...files, Makefile: `${files.Makefile}\nup:\n\tdocker compose up -d\n` }), [
      'warning',
    ]);
    assert.deepEqual(told({ 'consul/server.hcl': OPEN, Makefile: files.Makefile }), ['warning']);
  });

  it('and what nobody is to use yet is told nothing', () => {
    const README = "# Registry\n\nTHIS IS A WORK IN PROGRESS, DON'T USE IT FOR NOW.\n";
    assert.deepEqual(told({ 'consul/server.hcl': OPEN, 'README.md': README }), []);
  });
});
