import { strict as assert } from 'node:assert';
import { checkCluster, clusterRules } from '../../../../server/src/rules/runner/clusters.js';
import { clustersIn } from '../../support/clusters.js';

const MONGOD =
  'storage:\n  dbPath: /data\nnet:\n  port: 27017\n  bindIp: 0.0.0.0\nreplication:\n  replSetName: rs0\n';
const T = 'roles/cache/templates/mongod.conf.j2';
const TASKS = 'roles/cache/tasks/main.yml';

/** Whether the config of a role is put in place, with what else the project holds. */
function isLive(files: Record<string, string>, path = T, text = MONGOD): boolean {
  const clusters = clustersIn(
    Object.fromEntries(
      Object.entries({ [path]: text, ...files }).map(([name, own]) => [`file:///w/${name}`, own]),
    ),
  );
  const found = clusters.filter(({ sources }) => sources.includes(`file:///w/${path}`));
  assert.equal(found.length, 1, JSON.stringify(files));
  return found[0]!.idle !== true;
}

const INSTALL = '- name: Install\n  apt:\n    name: mongodb\n';

describe('files that a role keeps', () => {
  it('are not in force where no task puts them in place', () => {
    assert.equal(isLive({ [TASKS]: INSTALL }), false);
    assert.equal(
      isLive({
        [TASKS]: `${INSTALL}# - template:\n#     src: mongod.conf.j2\n#     dest: /etc/mongod.conf\n`,
      }),
      false,
    );
    // What is written about the file on the server is no source.
    assert.equal(
      isLive({ [TASKS]: '- lineinfile:\n    path: /etc/mongod.conf\n    line: "quiet: true"\n' }),
      false,
    );
  });

  it('are not in force where a play takes the file of that name beside itself', () => {
    const play =
      '- hosts: all\n  tasks:\n    - template:\n        src: mongod.conf.j2\n        dest: /etc/mongod.conf\n';
    assert.equal(isLive({ [TASKS]: INSTALL, 'plays/main.yml': play }), true);
    assert.equal(
      isLive({ [TASKS]: INSTALL, 'plays/main.yml': play, 'plays/templates/mongod.conf.j2': MONGOD }),
      false,
    );
    const units = '- hosts: all\n  tasks:\n    - template:\n        src: units/*.j2\n        dest: /etc\n';
    assert.equal(isLive({ [TASKS]: INSTALL, 'plays/main.yml': units }), false);
  });

  it('are not in force where the only tasks that place them are carried out by nobody', () => {
    const configure = '- template:\n    src: mongod.conf.j2\n    dest: /etc/mongod.conf\n';
    const role = (main: string, more: Record<string, string> = {}) =>
      isLive({ [TASKS]: main, 'roles/cache/tasks/configure.yml': configure, ...more });
    assert.equal(role(INSTALL), false);
    assert.equal(role(`${INSTALL}# - name: Set up\n#   include_tasks: configure.yml\n`), false);
    assert.equal(
      role(`${INSTALL}- include: install.yml\n`, { 'roles/cache/tasks/install.yml': INSTALL }),
      false,
    );
    for (const include of [
      '- import_tasks: configure.yml\n',
      '- include: configure.yml tags=config\n',
      '- ansible.builtin.include_tasks:\n    file: configure.yml\n',
      '- include_tasks: "{{ step }}.yml"\n',
      '- include_tasks: "{{ item }}"\n  loop: "{{ steps }}"\n',
      '- include_role:\n    name: cache\n    tasks_from: configure\n',
    ])
      assert.equal(role(`${INSTALL}${include}`), true, include);
    // By another file, which has to be carried out itself.
    const second = { 'roles/cache/tasks/second.yml': '- include_tasks: configure.yml\n' };
    assert.equal(role(`${INSTALL}- include_tasks: second.yml\n`, second), true);
    assert.equal(role(INSTALL, second), false);
    // By a play, by another role, and by tasks that no role holds.
    for (const [path, text] of [
      [
        'site.yml',
        '- hosts: all\n  tasks:\n    - include_role:\n        name: cache\n        tasks_from: configure.yml\n',
      ],
      ['site.yml', '- hosts: all\n  tasks:\n    - include_tasks: roles/cache/tasks/configure.yml\n'],
      ['roles/all/tasks/main.yml', '- include_tasks: ../../cache/tasks/configure.yml\n'],
      ['steps/one.yml', '- import_role:\n    name: cache\n    tasks_from: configure\n'],
    ] as const)
      assert.equal(role(INSTALL, { [path]: text }), true, path);
    // Another role has one of the same name.
    const twin = { 'roles/other/tasks/main.yml': '- include_tasks: configure.yml\n' };
    assert.equal(role(INSTALL, { ...twin, 'roles/other/tasks/configure.yml': INSTALL }), false);
  });

  it('are not in force where a play picks others from a folder that has no tasks', () => {
    const play = (name: string) => ({
      'site.yml': `- hosts: all\n  tasks:\n    - template:\n        src: roles/cache/templates/${name}\n        dest: /etc/${name}\n`,
    });
    assert.equal(isLive(play('other.conf.j2')), false);
    assert.equal(isLive(play('mongod.conf.j2')), true);
    assert.equal(isLive({ 'site.yml': '- hosts: all\n  tasks:\n    - debug: msg=hi\n' }), true);
  });

  it('are not in force where a task only reads variables', () => {
    const file = 'roles/cache/files/mongod.yml';
    const read = '- include_vars: "{{ ansible_os_family }}.yml"\n';
    assert.equal(isLive({ [TASKS]: read }, file), false);
    assert.equal(
      isLive({ [TASKS]: `${read}- copy:\n    src: "{{ name }}.yml"\n    dest: /etc/x\n` }, file),
      true,
    );
  });

  it('are not in force where a loop copies certificates alone', () => {
    const loop = (second: string) => ({
      [TASKS]: `- copy:\n    src: "{{item.name}}"\n    dest: "/etc/certs/{{item.to}}"\n  with_items:\n    - { name: '{{ CA_CERT }}', to: ca.pem }\n    - { name: '{{ ${second} }}', to: two }\n`,
    });
    const file = 'roles/cache/files/mongod.conf';
    assert.equal(isLive(loop('client_key'), file), false);
    assert.equal(isLive(loop('own_file'), file), true);
  });

  it('are in force by every way of writing a task', () => {
    for (const task of [
      '- template:\n    src: mongod.conf.j2\n    dest: /etc/mongod.conf\n',
      '- template: src=mongod.conf.j2 dest=/etc/mongod.conf\n',
      '- name: Config\n  ansible.builtin.template: { src: mongod.conf.j2, dest: /etc/mongod.conf }\n',
      '- template:\n    src: "{{ item }}.j2"\n    dest: "/etc/{{ item }}"\n  with_items:\n    - mongod.conf\n',
      '- template:\n    src: "{{ item }}"\n    dest: /etc/mongod/\n  with_fileglob: "../templates/*.j2"\n',
      '- template:\n    src: "{{ item.src }}"\n    dest: "{{ item.dest }}"\n  loop: "{{ configs }}"\n',
      '- template:\n    src: "{{ kind }}.conf.j2"\n    dest: /etc/mongod.conf\n',
      "- set_fact:\n    text: \"{{ lookup('template', 'mongod.conf.j2') }}\"\n",
      '- synchronize:\n    src: "{{ role_path }}/templates/"\n    dest: /srv\n',
      '- block:\n    - template:\n        src: mongod.conf.j2\n        dest: /etc/mongod.conf\n  when: wanted\n',
    ])
      assert.equal(isLive({ [TASKS]: task }), true, task);
  });

  it('are those that the items of a loop name, and no others', () => {
    const task =
      '- template:\n    src: "{{ item }}.j2"\n    dest: "/etc/{{ item }}"\n  loop: [ mongos.conf ]\n';
    assert.equal(isLive({ [TASKS]: task }), false);
  });

  it('are in force where variables, plays, other roles or templates name them', () => {
    const by = '- template:\n    src: "{{ mongod_template }}"\n    dest: /etc/mongod.conf\n';
    assert.equal(
      isLive({ [TASKS]: by, 'roles/cache/defaults/main.yml': 'mongod_template: mongod.conf.j2\n' }),
      true,
    );
    assert.equal(
      isLive({ [TASKS]: by, 'roles/cache/defaults/main.yml': 'mongod_template: other.conf.j2\n' }),
      false,
    );
    const play =
      '- hosts: all\n  tasks:\n    - template: src=roles/cache/templates/mongod.conf.j2 dest=/etc/r\n';
    assert.equal(isLive({ [TASKS]: INSTALL, 'site.yml': play }), true);
    const other = '- template:\n    src: mongod.conf.j2\n    dest: /etc/mongod.conf\n';
    assert.equal(isLive({ [TASKS]: INSTALL, 'roles/base/tasks/main.yml': other }), true);
    assert.equal(
      isLive({
        [TASKS]: '- template: src=all.conf.j2 dest=/etc/mongod.conf\n',
        'roles/cache/templates/all.conf.j2': "{% include 'mongod.conf.j2' %}\n",
      }),
      true,
    );
    assert.equal(
      isLive({ [TASKS]: INSTALL, 'install.sh': 'cp roles/cache/templates/mongod.conf.j2 /etc\n' }),
      true,
    );
  });

  it('are not in force where another role has one of the same name for its own tasks', () => {
    const other = '- template:\n    src: mongod.conf.j2\n    dest: /etc/mongod.conf\n';
    assert.equal(
      isLive({
        [TASKS]: INSTALL,
        'roles/base/tasks/main.yml': other,
        'roles/base/templates/mongod.conf.j2': MONGOD,
      }),
      false,
    );
    // A task that copies does not look among templates.
    const copy = '- copy: src=etc/mongod.conf dest=/etc/mongod.conf\n';
    assert.equal(isLive({ [TASKS]: copy }, 'roles/cache/templates/etc/mongod.conf'), false);
    assert.equal(isLive({ [TASKS]: copy }, 'roles/cache/files/etc/mongod.conf'), true);
    const folder = '- copy: src=conf.d dest=/etc/mongod\n';
    assert.equal(isLive({ [TASKS]: folder }, 'roles/cache/files/conf.d/mongod.conf'), true);
  });

  it('count as in force where not all that is done is shown', () => {
    assert.equal(isLive({}), true);
    assert.equal(isLive({ 'roles/cache/tasks/install.yml': INSTALL }), true);
    assert.equal(isLive({ [TASKS]: `${INSTALL}- include_role:\n    name: vendor.configs\n` }), true);
    assert.equal(isLive({ [TASKS]: `${INSTALL}- import_tasks: configure.yml\n` }), true);
    assert.equal(
      isLive({ [TASKS]: '- import_tasks: install.yml\n', 'roles/cache/tasks/install.yml': INSTALL }),
      false,
    );
  });

  it('are told nothing where they are not in force, and are no nodes of others', () => {
    const etcd = (name: string) =>
      `name: ${name}\ninitial-cluster: ${name}=http://10.0.0.1:2380\nlisten-client-urls: http://0.0.0.0:2379\n`;
    const clusters = clustersIn({
      'file:///w/roles/e/tasks/main.yml': '- template: src=etcd.yml.j2 dest=/etc/etcd.yml\n',
      'file:///w/roles/e/templates/etcd.yml.j2': etcd('e1'),
      'file:///w/roles/e/templates/left.etcd.yml.j2': etcd('e2'),
    });
    const rules = clusterRules({ rules: {} });
    const said = clusters.map(cluster => ({
      idle: cluster.idle === true,
      members: cluster.members.length,
      count: checkCluster(cluster, rules, { clusters, schemas: [], objectives: {} }, line =>
        assert.fail(line),
      ).length,
    }));
    assert.deepEqual(
      said.map(({ idle, members }) => [idle, members]),
      [
        [false, 1],
        [true, 1],
      ],
    );
    assert.ok(said[0]!.count > 0);
    assert.equal(said[1]!.count, 0);
    assert.equal(new Set(clusters.map(({ id }) => id)).size, 2);
  });
});
