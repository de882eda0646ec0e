import { strict as assert } from 'node:assert';
import { conditionalSpans } from '../../../server/src/documents/templates.js';
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
