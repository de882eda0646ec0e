import assert from 'node:assert/strict';
import fc from 'fast-check';
import picomatch from 'picomatch/posix';
import { oneGlob } from '../../../server/src/project/braces.js';

describe('several globs as one', () => {
  it('is one without braces inside of braces', () => {
    assert.equal(oneGlob([]), undefined);
    assert.equal(oneGlob(['**/*.{yml,yaml}']), '**/*.{yml,yaml}');
    assert.equal(
      oneGlob(['**/*.{yml,yaml}.{j2,tpl}', 'a/**']),
      '{**/*.yml.j2,**/*.yml.tpl,**/*.yaml.j2,**/*.yaml.tpl,a/**}',
    );
    assert.equal(oneGlob(['x{a,b{c,d}}', 'y']), '{xa,xbc,xbd,y}');
  });

  it('selects what they select', () => {
    const part = fc.constantFrom('a', 'b', '*', '{a,b}', '{a,b{c,d}}', '**/');
    // Stars that touch are read anew by whoever reads a glob, with what stands beside them: not what is asked here.
    const glob = fc
      .array(part, { minLength: 1, maxLength: 4 })
      .map(parts => parts.join(''))
      .filter(each => !/\*{2}(?!\/)|[^/]\*\*|\*{3}/.test(each));
    const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', 'x'), minLength: 1, maxLength: 3 });
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map(names => names.join('/'));
    fc.assert(
      fc.property(fc.array(glob, { minLength: 2, maxLength: 4 }), path, (globs, name) => {
        const one = oneGlob(globs)!;
        assert.doesNotMatch(one.slice(1, -1), /[{}]/);
        assert.equal(
          globs.some(each => picomatch(each)(name)),
          one
            .slice(1, -1)
            .split(',')
            .some(each => picomatch(each)(name)),
        );
      }),
    );
  });
});
