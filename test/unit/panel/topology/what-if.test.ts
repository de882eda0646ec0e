import { strict as assert } from 'node:assert';
import { findCluster } from '../../../../server/src/panel/topology/find.js';
import { edited } from '../../../../server/src/panel/topology/tried.js';
import { knobOf } from '../../../../server/src/panel/topology/what-if/setting.js';
import { shownValue } from '../../../../server/src/panel/topology/what-if/value-text.js';
import type { EditsAnswer, WhatIf, WhatIfValue } from '../../../../server/src/protocol/topology-panel.js';
import { at } from '../../support/memory-host.js';
import { Asked, FOLDERS, filesOf } from './examples.js';

describe('topology panel: what if', () => {
  for (const folder of FOLDERS) {
    it(`tries every parameter of ${folder}, and writes what it tried`, async () => {
      const asked = await Asked.of(filesOf(folder));
      for (const { uri, cluster } of asked.clusters) {
        const { whatIf } = await asked.shown(uri, cluster.id);
        const before = asked.analyzer.landscapeOf(uri);
        for (const each of whatIf) {
          const value = another(each);
          const found = findCluster(asked, uri, cluster.id, { [each.id]: value });
          assert.ok(
            'cluster' in found,
            `${cluster.id} ${each.id} = ${value}: ${'why' in found && found.why}`,
          );
          if (!each.appliable) continue;
          const what = `${cluster.id} ${each.id} = ${value}`;
          const turned = knobOf(found.cluster, found.all, each.id);
          assert.equal(String(shownValue(turned!.knob, turned!.setting.value)), String(value), what);
          assert.equal(asked.analyzer.landscapeOf(uri), before, 'nothing that is kept changes');
          const answer = await asked.ask({
            kind: 'edits',
            uri,
            cluster: cluster.id,
            whatIf: { [each.id]: value },
          });
          assert.ok(answer.edits.length > 0, what);
          const again = await Asked.of({ ...filesOf(folder), ...applied(asked, answer) });
          const now = (await again.shown(uri, cluster.id)).whatIf.find(({ id }) => id === each.id);
          assert.equal(now?.written, true, what);
          if (turned!.setting.value === turned!.setting.effective)
            assert.equal(String(now.value), String(value), what);
        }
      }
    });
  }

  it('writes several values into every file that has them, and says what a running cluster needs', async () => {
    const asked = await Asked.of(filesOf('test/fixtures/clusters/lab/patroni-async'));
    const uri = at('n1/patroni.yml');
    const whatIf = {
      'patroni.synchronous_mode': 'on',
      'patroni.synchronous_mode_strict': true,
      'etcd.pre-vote': true,
      'link:n1:n2': 20,
    };
    const answer = await asked.ask({ kind: 'edits', uri, cluster: '', whatIf });
    assert.deepEqual(
      answer.diff.filter(line => line.uri === uri).map(({ kind, text }) => `${kind} ${text}`),
      ['added     synchronous_mode: true', 'added     synchronous_mode_strict: true'],
    );
    assert.equal(new Set(answer.edits.map(edit => edit.uri)).size, 6);
    assert.ok(
      answer.notes.some(note =>
        note.includes(
          'patronictl edit-config --set synchronous_mode=true --set synchronous_mode_strict=true',
        ),
      ),
    );
    assert.ok(answer.notes.some(note => /latencies were only tried/.test(note)));
  });

  it('writes defaults of a replica set as commands of their own, behind the call that makes it', async () => {
    const script = (quote: string, end: string, more = '') =>
      `rs.initiate({ _id: ${quote}s${quote}, members: [${[0, 1, 2]
        .map(n => `{ _id: ${n}, host: ${quote}m${n}.s:27017${quote} }`)
        .join(', ')}] })${end}${more}`;
    const whatIf = { 'mongodb.defaultWriteConcern.w': '2', 'mongodb.defaultReadConcern.level': 'majority' };
    const added = async (text: string) => {
      const asked = await Asked.of({ 'replica-set.js': text });
      const { diff } = await asked.ask({ kind: 'edits', uri: at('replica-set.js'), cluster: '', whatIf });
      return diff.map(each => `${each.kind} ${each.line} ${each.text}`);
    };
    assert.deepEqual(await added(script("'", ';', '\nprint(1);\n')), [
      "added 1 db.adminCommand({ setDefaultRWConcern: 1, defaultReadConcern: { level: 'majority' } });",
      'added 2 db.adminCommand({ setDefaultRWConcern: 1, defaultWriteConcern: { w: 2 } });',
    ]);
    const commands = (all: readonly string[]) => all.filter(line => line.includes('setDefaultRWConcern'));
    const double = commands(await added(script('"', '\n')));
    assert.match(double[0]!, /^added 1 .*level: "majority"/);
    assert.deepEqual(commands(await added(script('"', ''))), double, 'without an end of the line');
    const set = 'db.adminCommand({ setDefaultRWConcern: 1, defaultWriteConcern: { w: 1 } });';
    assert.deepEqual(await added(script("'", ';', `\n${set}\n`)), [
      `removed 1 ${set}`,
      "added 1 db.adminCommand({ setDefaultRWConcern: 1, defaultReadConcern: { level: 'majority' } });",
      `added 2 ${set.replace('w: 1', 'w: 2')}`,
    ]);
  });

  it('tells places in the files as they are, whatever is tried', async () => {
    const asked = await Asked.of(filesOf('test/fixtures/clusters/lab/patroni-async'));
    const uri = at('n1/patroni.yml');
    const found = findCluster(asked, uri, undefined, { 'patroni.failsafe_mode': true });
    assert.ok('cluster' in found);
    const listen = found.cluster.members[0]!.settings.patroni!.given('postgresql.listen')!.written.origin;
    const { range } = found.placeOf(listen);
    const line = asked.analyzer.text(uri)!.split('\n')[range.start.line]!;
    assert.equal(line.slice(range.start.character, range.end.character), "'10.77.0.11:5432'");
    const tried = found.cluster.settings.patroni!.given('failsafe_mode')!.written.origin;
    assert.match(
      asked.analyzer.text(uri)!.split('\n')[found.placeOf(tried).range.start.line]!,
      /postgresql:$/,
    );
  });

  it('tries the latency of a link on the model alone', async () => {
    const asked = await Asked.of(filesOf('test/fixtures/clusters/lab/patroni-async'));
    const found = findCluster(asked, at('n1/patroni.yml'), undefined, { 'link:n1:n2': 75 });
    assert.ok('cluster' in found && found.prepared?.latency !== undefined);
    const { latency, hosts } = found.prepared;
    const [a, b, c] = ['n1', 'n2', 'n3'].map(name => hosts.findIndex(host => host.name === name)) as [
      number,
      number,
      number,
    ];
    assert.deepEqual([latency(a, b), latency(b, a), latency(a, c)], [75, 75, 1]);
  });

  it('says in a sentence what cannot be tried', async () => {
    const asked = await Asked.of(filesOf('test/fixtures/clusters/lab/patroni-async'));
    const found = findCluster(asked, at('n1/patroni.yml'), undefined, { 'patroni.nothing': 1 });
    assert.ok(!('cluster' in found));
    assert.match(found.why, /^patroni\.nothing is no parameter .*\.$/);
  });
});

/** A value that is not the one there: as near as a slider goes. */
function another({ value, control }: WhatIf): WhatIfValue {
  if (control.kind === 'toggle') return !value;
  if (control.kind === 'choice') return control.options.find(option => option.value !== value)!.value;
  const { min, max, step } = control;
  const up = Math.round(((value as number) + step) * 1000) / 1000;
  return up <= max ? up : Math.max(min, Math.round(((value as number) - step) * 1000) / 1000);
}

/** The files that an answer changes, by path. */
function applied(asked: Asked, { edits }: EditsAnswer): Record<string, string> {
  const found: Record<string, string> = {};
  for (const uri of new Set(edits.map(edit => edit.uri)))
    found[uri.slice(at('').length)] = edited(
      asked.analyzer.text(uri)!,
      edits
        .filter(edit => edit.uri === uri)
        .map(({ range, newText }) => ({
          uri,
          start: asked.analyzer.offsetAt(uri, range.start),
          end: asked.analyzer.offsetAt(uri, range.end),
          newText,
        })),
    );
  return found;
}
