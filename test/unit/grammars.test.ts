import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

interface Pattern {
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly include?: string;
  readonly patterns?: readonly Pattern[];
}

interface Grammar extends Pattern {
  readonly scopeName: string;
  readonly repository?: Readonly<Record<string, Pattern>>;
}

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  contributes: {
    languages: readonly { id: string; configuration: string }[];
    grammars: readonly { language: string; scopeName: string; path: string }[];
  };
};

describe('grammars', () => {
  for (const { language, scopeName, path } of manifest.contributes.grammars) {
    it(`${language} has a grammar of its scope whose patterns are right`, () => {
      const grammar = JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as Grammar;
      assert.equal(grammar.scopeName, scopeName);
      const all = [grammar, ...Object.values(grammar.repository ?? {})].flatMap(
        function walk(pattern): Pattern[] {
          return [pattern, ...(pattern.patterns ?? []).flatMap(walk)];
        },
      );
      for (const { match, begin, end, include } of all) {
        // Ignoring case is written inside of the pattern there.
        for (const source of [match, begin, end]) if (source) new RegExp(source.replace('(?i)', ''));
        if (include?.startsWith('#')) assert.ok(grammar.repository?.[include.slice(1)], include);
      }
    });
  }

  it('every language has its configuration', () => {
    for (const { id, configuration } of manifest.contributes.languages)
      assert.ok(existsSync(join(ROOT, configuration)), id);
  });

  it('settings and directives are told from their values', () => {
    const settings = load('assignments').repository!.setting!.match!;
    assert.equal(
      new RegExp(settings).exec("synchronous_standby_names = 'a'")?.[1],
      'synchronous_standby_names',
    );
    const directives = load('directives').repository!.directive!.match!;
    assert.equal(
      new RegExp(directives).exec('sentinel monitor mymaster 10.0.0.1 6379 2')?.[1],
      'sentinel monitor',
    );
    assert.equal(new RegExp(directives).exec('min-replicas-to-write 1')?.[1], 'min-replicas-to-write');
  });
});

function load(name: string): Grammar {
  return JSON.parse(readFileSync(join(ROOT, `syntaxes/${name}.tmLanguage.json`), 'utf8')) as Grammar;
}
