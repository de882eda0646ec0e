import { strict as assert } from 'node:assert';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import type { Bounds } from '../../../../server/src/simulate/explore/stage.js';
import { locateInPiece, settingValue } from '../../../../server/src/simulate/report/settings.js';
import { exportTla, type TlaFile } from '../../../../server/src/simulate/tla/index.js';
import { members, type TlaModel } from '../../../../server/src/simulate/tla/model.js';
import { identifiersFor, inComment, quoted } from '../../../../server/src/simulate/tla/names.js';
import { writeTla } from '../../../../server/src/simulate/tla/write.js';
import { labClusters } from '../export/support.js';
import { clustersOf } from '../read-cluster.js';

/** Written anew with UPDATE_GOLDEN=1; then read the diff, and let TLC check what has changed. */
const FIXTURES = resolve(__dirname, '../../../fixtures/simulate/tla');

function specification(scenario: string, bounds: Partial<Bounds> = {}): readonly TlaFile[] {
  const all = labClusters(scenario);
  const found = exportTla(all[0], all, bounds, ref => settingValue(ref, all[0], all, locateInPiece));
  assert.ok('files' in found, 'why' in found ? found.why : '');
  return found.files;
}

/** The values that a configuration gives to constants. */
function assigned(config: string): Map<string, string> {
  const part = /^CONSTANTS\n((?: {2}.+\n)+)/m.exec(config)?.[1] ?? '';
  return new Map(part.split('\n').flatMap(line => (line === '' ? [] : [split(line)])));
}

function split(line: string): [string, string] {
  const [name = '', ...rest] = line.trim().split(' = ');
  return [name, rest.join(' = ')];
}

/** The constants that a module declares. */
function declared(module: string): string[] {
  return [...module.matchAll(/^CONSTANTS?(?: (.+)|\n((?: {2}\w+,?\n)+))/gm)].flatMap(
    ([, inline, lines]) => (inline ?? lines ?? '').match(/\w+/g) ?? [],
  );
}

/** A module without what it says to people. */
function code(module: string): string {
  return module.replace(/\(\*[\s\S]*?\*\)/g, '').replace(/\\\*.*$/gm, '');
}

describe('TLA+ modules of clusters', () => {
  for (const scenario of [
    'etcd3-isolate-leader',
    'patroni-async',
    'patroni-sync',
    'pgsync-first2-on',
    'redis-isolate',
  ]) {
    it(`is as it was for ${scenario}`, () => {
      for (const { name, text } of specification(scenario, { faults: 1, kinds: ['crash', 'promote'] })) {
        const golden = join(FIXTURES, `${scenario}.${name.split('.').at(-1)}`);
        if (process.env.UPDATE_GOLDEN) writeFileSync(golden, text);
        assert.ok(existsSync(golden), `${golden} is missing: run with UPDATE_GOLDEN=1`);
        assert.equal(text, readFileSync(golden, 'utf8'));
      }
    });

    it(`sets every constant and checks what is defined for ${scenario}`, () => {
      const [module, config] = specification(scenario);
      assert.ok(module && config);
      assert.equal(module.name, `${/^---- MODULE (\w+) ----$/m.exec(module.text)?.[1]}.tla`);
      assert.equal(config.name, module.name.replace(/tla$/, 'cfg'));
      assert.deepEqual([...assigned(config.text).keys()].sort(), declared(module.text).sort());
      const invariants: readonly string[] =
        /^INVARIANTS\n((?: {2}\w+\n)+)/m.exec(config.text)?.[1]?.match(/\w+/g) ?? [];
      const reachable = [...config.text.matchAll(/^\\\* INVARIANT (\w+)/gm)].map(([, name]) => name!);
      assert.ok(invariants.includes('NoLostWrite'));
      assert.ok(reachable.includes('NothingIsEverAcknowledged'));
      for (const name of [...invariants, ...reachable, 'Spec'])
        assert.match(module.text, new RegExp(`^${name} ==`, 'm'));
      assert.equal(/^SYMMETRY Alike$/m.test(config.text), /^Alike ==/m.test(module.text));
      assert.match(module.text, /-workers auto/);
      assert.match(module.text, /TLCServer[\s\S]*TLCWorker/);
    });

    it(`opens and closes all brackets for ${scenario}`, () => {
      const stack: string[] = [];
      for (const [bracket] of code(specification(scenario)[0]!.text).matchAll(/<<|>>|[()[\]{}]/g)) {
        const opening = { ')': '(', ']': '[', '}': '{', '>>': '<<' }[bracket];
        if (opening === undefined) stack.push(bracket);
        else assert.equal(stack.pop(), opening);
      }
      assert.deepEqual(stack, []);
    });
  }

  it('takes its figures from the settings, and says where they are written', () => {
    const [module, config] = specification('patroni-sync');
    const values = assigned(config!.text);
    assert.equal(values.get('TtlTicks'), '6');
    assert.equal(values.get('SyncMode'), '"on"');
    assert.match(module!.text, /ttl = 30 s \(.*patroni-sync\/n1\/patroni\.yml:14\)/);
    assert.equal(assigned(specification('patroni-async')[1]!.text).get('SyncMode'), '"off"');
  });

  it('has the lists of standbys in their order', () => {
    assert.match(specification('pgsync-first2-on')[0]!.text, /SyncNames ==[\s\S]*?p = \w+ -> <<\w+, \w+>>/);
  });

  it('keeps to the bounds of the search', () => {
    const bounds = { faults: 4, writes: 3, epochs: 5, kinds: ['pause', 'cut'] } as const;
    const values = assigned(specification('etcd3-isolate-leader', bounds)[1]!.text);
    assert.deepEqual(
      ['MaxFaults', 'MaxWrites', 'MaxEpoch', 'FaultKinds'].map(name => values.get(name)),
      ['4', '3', '5', '{"pause", "cut"}'],
    );
  });

  it('says in a sentence where a family has none', () => {
    const all = labClusters('galera3-isolate');
    assert.deepEqual(exportTla(all[0], all), {
      why: 'There is no TLA+ form of Galera: it is searched here only, by `faultline explore`.',
    });
  });
});

describe('Names in TLA+ modules', () => {
  const WORD = /^[A-Za-z][A-Za-z0-9_]*$/;

  it('keeps what can be kept', () => {
    assert.deepEqual(identifiersFor(['n1', 'pg-2', 'db.example.org'], ''), ['n1', 'pg_2', 'db_example_org']);
  });

  it('uses no word of the language or of the module, and none twice', () => {
    assert.deepEqual(identifiersFor(['MODULE', 'p', 'a-b', 'a.b', 'WF_x', '10.0.0.1', '', '===='], 'p q'), [
      'MODULE_2',
      'p_2',
      'a_b',
      'a_b_2',
      'm_WF_x',
      'm_10_0_0_1',
      'm',
      'm_2',
    ]);
  });

  it('makes identifiers of whatever names there are', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 8 }), fc.string(), (names, taken) => {
        const ids = identifiersFor(names, taken);
        assert.equal(new Set(ids).size, names.length);
        for (const id of ids) assert.match(id, WORD);
        assert.match(quoted(names.join('')), /^"[^"\\\n]*"$/);
      }),
    );
  });

  it('lets no name end a comment or the module', () => {
    const hostile = 'x *)\n====\n---- MODULE evil ----\r\u2028Next == FALSE (* \u202e';
    assert.doesNotMatch(inComment(hostile), /[\n\r\u2028\u202e]|\*\)|\(\*|={4}|-{4}/);
    const model: TlaModel = {
      kind: 'Raft',
      about: [hostile],
      members: [hostile, '"]', 'Next'],
      constants: [{ name: 'Voters', value: members([0, 1, 2]), says: hostile }],
      body: '\nNext == TRUE\n',
      invariants: [{ name: 'NoLostWrite', says: hostile }],
      reachable: [],
      alike: [[0, 1]],
    };
    const [module, config] = writeTla(model, hostile, () => [hostile]);
    assert.match(module!.name, /^Raft_\w+\.tla$/);
    assert.equal(module!.text.match(/MODULE \w+ -{4}/g)?.length, 1);
    assert.equal(module!.text.match(/={4}/g)?.length, 1);
    for (const line of module!.text.split('\n')) assert.match(line, /^[\x20-\x7e]*$/);
    assert.deepEqual(
      [...assigned(config!.text).keys()].filter(name => !WORD.test(name)),
      [],
    );
    assert.equal(code(module!.text).match(/Next ==/g)?.length, 1);
  });

  it('takes names from configs', () => {
    const name = 'n "*) ==== ü';
    const all = clustersOf({
      'a/etcd.conf.yml': `name: '${name}'\ninitial-cluster: '${name}=http://10.0.0.1:2380'\n`,
    });
    const found = exportTla(all[0]!, all);
    assert.ok('files' in found);
    assert.match(assigned(found.files[1]!.text).get('Voters') ?? '', /^\{\w+(?:, \w+)*\}$/);
    assert.equal(found.files[0]!.text.match(/={4}/g)?.length, 1);
  });
});
