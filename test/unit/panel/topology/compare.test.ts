import { strict as assert } from 'node:assert';
import { at } from '../../support/memory-host.js';
import { Asked, filesOf } from './examples.js';

describe('topology panel: compare', () => {
  const LAB = 'test/fixtures/clusters/lab/patroni-async';

  it('says what differs from another version, and plays it', async function () {
    this.timeout(120_000);
    const asked = await Asked.of(filesOf(LAB));
    const uri = at('n1/patroni.yml');
    const other = Object.fromEntries(
      ['n1', 'n2', 'n3'].map(name => {
        const file = at(`${name}/patroni.yml`);
        return [file, asked.analyzer.text(file)!.replace('ttl: 30', 'ttl: 60')];
      }),
    );
    const before = asked.analyzer.landscapeOf(uri);
    const answer = await asked.ask({ kind: 'compare', uri, cluster: '', seed: 1, texts: other });
    assert.deepEqual(
      answer.changes.map(({ text }) => text),
      ['ttl is 30 s now, and was 60 s.'],
    );
    const place = answer.changes[0]!.place!;
    const line = asked.analyzer.text(place.uri)!.split('\n')[place.range.start.line];
    assert.match(line!, /^ {4}ttl: 30$/);
    assert.equal(answer.before?.nodes.length, 6);
    const recovery = answer.playback!.verdicts.find(({ id }) => id === 'recovery')!;
    const now = await asked.ask({ kind: 'play', uri, cluster: '', seed: 1, whatIf: {} });
    assert.notEqual(recovery.value, now.playback.verdicts.find(({ id }) => id === 'recovery')!.value);
    assert.equal(asked.analyzer.landscapeOf(uri), before);
  });

  it('tells of members that came and went', async () => {
    const files = filesOf('examples/clusters-fixed');
    const asked = await Asked.of(files);
    const uri = at('carts.faultline.yaml');
    const text = asked.analyzer.text(uri)!;
    const fewer = text.replace(/^.*c3.*\n/m, '');
    assert.notEqual(fewer, text);
    const gone = await asked.ask({ kind: 'compare', uri, cluster: '', seed: 1, texts: { [uri]: fewer } });
    assert.ok(gone.changes.some(each => each.text === 'c3 is new.'));
    const lines = text.slice(0, text.indexOf('c3')).split('\n').length - 1;
    const range = { start: { line: lines, character: 0 }, end: { line: lines + 1, character: 0 } };
    const edits = [{ uri, range, newText: '' }];
    const cut = await asked.ask({ kind: 'compare', uri, cluster: '', seed: 1, texts: {}, edits });
    assert.ok(cut.changes.some(each => each.text === 'c3 is gone.'));
  });

  it('says when there was no such cluster', async () => {
    const asked = await Asked.of(filesOf('examples/clusters'));
    const uri = at('carts.faultline.yaml');
    const answer = await asked.ask({ kind: 'compare', uri, cluster: '', seed: 1, texts: { [uri]: null } });
    assert.equal(answer.before, undefined);
    assert.match(answer.why!, /no such cluster/);
  });
});
