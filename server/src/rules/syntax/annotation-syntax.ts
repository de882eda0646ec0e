import { DIALECTS } from '../../sql/dialect.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'annotation-syntax',
  subject: 'syntax',
  since: '0.2.0',
  on: 'statement',
  severity: 'warning',
  engines: DIALECTS,
  summary: 'A `faultline:` comment says something that cannot be read, or of a table that is not there.',
  gains: 'Nothing.',
  costs:
    'The figure counts for nothing: sizes, rates and what follows from them stay unknown, and findings that would weigh them stay mild.',
  fineWhen: 'The comment is meant for another tool of the same name.',
  advice:
    'Write `-- faultline: rows=50M writes=500/s retention=1y` before the table, `distinct=12 nulls=30%` on the line of a column, or a name first: `-- faultline: orders rows=50M`.',
  sources: [
    {
      title: 'Faultline: words and units of its comments',
      url: 'https://github.com/faultline/faultline/blob/main/docs/workload.md',
    },
  ],
  byAnalyzer: true,
  bad: [
    {
      dialect: 'postgres',
      sql: '-- faultline: row=50M writes=500/s\nCREATE TABLE orders (id bigint PRIMARY KEY);',
      says: 'rows',
    },
    {
      dialect: 'mysql',
      sql: '# faultline: retention=1jr\nCREATE TABLE orders (id bigint PRIMARY KEY);',
      says: 'duration',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: '-- faultline: rows=50M writes=500/s growth=1M/day retention=1y\nCREATE TABLE orders (\n  id bigint PRIMARY KEY,\n  state text NOT NULL -- faultline: distinct=5\n);',
    },
    {
      dialect: 'mysql',
      sql: '# faultline: rows=50M hot\nCREATE TABLE orders (id bigint PRIMARY KEY);',
    },
  ],
  check() {
    // Comments stand behind the last statement as well, so the analyzer reports it.
  },
});
