import { strict as assert } from 'node:assert';
import { conditionalSpans, maskTemplates, uncertainBlocks } from '../../../server/src/documents/templates.js';
import { clusterIn, clustersIn } from '../support/clusters.js';

/** The parts with their outermost marks. */
const parts = (text: string) => conditionalSpans(text).map(({ start, end }) => text.slice(start, end));

describe('branches of templates', () => {
  it('are found in Jinja, Go and ERB, the outermost alone', () => {
    assert.deepEqual(parts('a\n{% if x %}\nb\n{% if y %}c{% endif %}\n{% else %}d{%- endif -%}\ne'), [
      '{% if x %}\nb\n{% if y %}c{% endif %}\n{% else %}d{%- endif -%}',
    ]);
    assert.deepEqual(parts('{% for a in b %}c{% if d %}e{% endif %}{% endfor %}f'), [
      '{% if d %}e{% endif %}',
    ]);
    assert.deepEqual(parts('{{- if .a }}b{{ range .c }}d{{ end }}{{ end }}e{{ .f }}'), [
      '{{- if .a }}b{{ range .c }}d{{ end }}{{ end }}',
    ]);
    assert.deepEqual(parts('<% if @a %>b<% end %><%= @c %><% d.each do |e| %>f<% end %>'), [
      '<% if @a %>b<% end %>',
    ]);
    assert.deepEqual(parts("x = '100 %' # {% if a %}\ny {{ z }}"), ['{% if a %}\ny {{ z }}']);
    assert.deepEqual(parts('no template, 100 %'), []);
  });

  it('bear what is broken', () => {
    for (const text of [
      '{% endif %}',
      '{% if',
      '{{ end }}',
      '{{ if }}',
      '<% end %>',
      '{% if x %}'.repeat(5000),
      '{%'.repeat(20000),
      '{% if %'.repeat(9000),
    ])
      assert.doesNotThrow(() => conditionalSpans(text));
  });
});

describe('a template of postgresql.conf for primary and standby', () => {
  const template =
    "wal_level = replica\nmax_wal_senders = 10\n{% if role == 'standby' %}\nprimary_conninfo = 'host=10.0.0.1 application_name=s2'\nhot_standby = on\nsynchronous_commit = off\n{% else %}\nsynchronous_standby_names = 's2'\nsynchronous_commit = remote_apply\n{% endif %}\n";

  it('is neither of them, and says nothing that only one of its branches says', () => {
    const [cluster] = clustersIn({ 'roles/pg/templates/postgresql.conf.j2': template });
    const own = cluster!.members[0]!.settings.postgres!;
    assert.equal(cluster!.members.length, 1);
    assert.deepEqual(cluster!.links, []);
    assert.equal(own.text('wal_level'), 'replica');
    assert.ok(own.isHidden('synchronous_commit'));
    assert.ok(own.isHidden('synchronous_standby_names'));
    assert.equal(cluster!.commit.count, 0);
  });

  it('does not hide what stands outside, nor a file without branches', () => {
    const plain = template.replace(/\{%.*%\}\n/g, '').replace("synchronous_standby_names = 's2'\n", '');
    const cluster = clusterIn({ 'pg/postgresql.conf': plain });
    assert.equal(cluster.links.length, 1);
    const recovery =
      "{% if standby %}\nstandby_mode = 'on'\n{% endif %}\nrecovery_target_timeline = 'latest'\n";
    const [other] = clustersIn({
      'r/recovery.conf.j2': recovery,
      'r/postgresql.conf.j2': 'wal_level = replica\n',
    });
    assert.equal(
      other!.members.some(({ leader }) => leader === false),
      false,
    );
  });
});

describe('parts of templates that may not be there', () => {
  const uncertain = (text: string) => uncertainBlocks(text).map(({ start, end }) => text.slice(start, end));

  it('are conditions and loops of Jinja, Go, ERB and EPP', () => {
    assert.deepEqual(uncertain('a: 1\n{% for x in y %}b: {{ x }}\n{% endfor %}c: 2'), [
      '{% for x in y %}b: {{ x }}\n{% endfor %}',
    ]);
    assert.deepEqual(uncertain('a: 1\n{{ range .x }}b{{ end }}'), ['{{ range .x }}b{{ end }}']);
    assert.deepEqual(uncertain('a\n<% @d.each do |e| -%>f<% end -%>'), ['<% @d.each do |e| -%>f<% end -%>']);
    assert.deepEqual(uncertain('a\n<% if $x { -%>b<% } else { -%>c<% } -%>\nd'), [
      '<% if $x { -%>b<% } else { -%>c<% } -%>',
    ]);
    assert.deepEqual(uncertain('a\n{% block main %}b{% endblock %}'), []);
  });

  it('are not all of a file, nor whole resources', () => {
    assert.deepEqual(uncertain('# of ours\n{{- if .Values.on }}\na: 1\n{{- end }}\n'), []);
    assert.deepEqual(uncertain('{{ if .a }}\napiVersion: v1\nkind: Pod\n{{ end }}\n---\na: 1\n'), []);
    assert.equal(uncertain('{% if a %}\nb: 1\n{% else %}\nb: 2\n{% endif %}\n').length, 1);
  });

  it('hide the settings of any system, and the value that a condition chooses within a line', () => {
    const redis = clusterIn({
      'templates/redis.conf.j2':
        'port 6379\nreplicaof 10.0.0.1 6379\n{% if safe %}\nmin-replicas-to-write 1\n{% else %}\nmin-replicas-to-write 0\n{% endif %}\nappendfsync {% if safe %}always{% else %}no{% endif %}\n',
    });
    const own = redis.members.find(({ configured }) => configured)!.settings.redis!;
    assert.ok(own.isHidden('min-replicas-to-write'));
    assert.ok(own.isHidden('appendfsync'));
    assert.equal(own.text('port'), '6379');
    const consul = clusterIn({
      'templates/consul.hcl.erb':
        'server = true\nbootstrap_expect = 3\n<% if @open %>\nclient_addr = "0.0.0.0"\n<% end %>\n',
    });
    assert.ok(consul.members[0]!.settings.consul!.isHidden('client_addr'));
  });

  it('are what a script does where a variable is switched on, but not the part that a server plays', () => {
    const script = (guard: string) =>
      clustersIn({
        'setup.sh': `#!/bin/bash\ncat << END >> "$PGDATA/postgresql.conf"\nwal_level = replica\nEND\nif ${guard}; then\n  cat << END >> "$PGDATA/postgresql.conf"\nsynchronous_standby_names = 'replica'\nEND\nfi\n`,
      })
        .flatMap(({ members }) => members)
        .map(({ settings }) => settings.postgres!)
        .find(each => each.written.some(({ key }) => key === 'synchronous_standby_names'))!;
    assert.ok(script('[ $SYNC_REPLICATION == 1 ]').isHidden('synchronous_standby_names'));
    assert.ok(script('[[ "${SYNC:-off}" = "on" ]]').isHidden('synchronous_standby_names'));
    assert.equal(script('[ "$IS_PRIMARY" = "true" ]').text('synchronous_standby_names'), 'FIRST 1 (replica)');
  });

  it('keep lengths, and lists as they are', () => {
    for (const text of [
      'a: {% if x %}b{% else %}c{% endif %}\n',
      'a: [{% for x in y %}"{{ x }}",{% endfor %}]',
    ])
      assert.equal(maskTemplates(text).length, text.length);
    assert.ok(!/[^ "\uE000[\],a:]/.test(maskTemplates('a: [{% for x in y %}"{{ x }}",{% endfor %}]')));
  });
});
