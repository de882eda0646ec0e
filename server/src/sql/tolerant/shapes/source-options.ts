import type { Cursor } from '../cursor.js';
import { readValue } from './conditions.js';
import type { Draft, DraftBlock } from './draft.js';

/** What may stand behind a table's name or alias: hints, samples, moments, partitions. */
export function skipSourceOptions(c: Cursor, d: Draft, block: DraftBlock): void {
  for (;;) {
    const word = c.word();
    if (word === 'WITH' && c.isSymbol('(', 1)) {
      c.step(1);
      if (/\b(?:UPDLOCK|XLOCK|TABLOCKX)\b/i.test(c.slice(c.pos, c.closing()))) block.locks = true;
      c.skip();
    } else if (/^(?:USE|FORCE|IGNORE)$/.test(word) && /^(?:INDEX|KEY)$/.test(c.word(1))) {
      c.step(2);
      if (c.accept('FOR')) c.step(c.is('JOIN') ? 1 : 2);
      c.skip();
      c.acceptSymbol(',');
    } else if (word === 'PARTITION' && c.isSymbol('(', 1)) {
      c.step(1);
      c.skip();
    } else if (word === 'INDEXED' && c.word(1) === 'BY') c.step(3);
    else if (word === 'NOT' && c.word(1) === 'INDEXED') c.step(2);
    else if (word === 'FINAL') c.step(1);
    else if (word === 'SAMPLE' || word === 'TABLESAMPLE') {
      c.step(1);
      if (/^(?:SYSTEM|BERNOULLI|ROW|BLOCK|RESERVOIR)$/.test(c.word())) c.step(1);
      c.skip();
      if (c.acceptSymbol('/')) c.step(1);
      while (c.is('OFFSET') || c.is('REPEATABLE') || c.is('SEED')) {
        c.step(1);
        c.skip();
      }
    } else if (word === 'FOR' && /^(?:SYSTEM_TIME|SYSTEM_VERSION|VERSION|TIMESTAMP)$/.test(c.word(1))) {
      c.step(2);
      if (!c.accept('AS', 'OF')) d.complete = false;
      readValue(c, d);
    } else if ((word === 'VERSION' || word === 'TIMESTAMP') && c.word(1) === 'AS' && c.word(2) === 'OF') {
      c.step(3);
      readValue(c, d);
    } else if (/^(?:AT|BEFORE|CHANGES)$/.test(word) && c.isSymbol('(', 1)) {
      c.step(1);
      c.skip();
    } else if (/^(?:PIVOT|UNPIVOT|MATCH_RECOGNIZE)$/.test(word)) {
      d.complete = false;
      c.step(1);
      if (/^(?:INCLUDE|EXCLUDE)$/.test(c.word())) c.step(2);
      c.skip();
    } else return;
  }
}
