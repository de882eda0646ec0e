import { RULES } from '../rules/index.js';
import { DIALECTS } from '../sql/dialect.js';
import { DIRECTIVE_WORDS } from '../text/directives.js';
import { FACT_KEYS, factKey } from '../workload/facts/index.js';
import type { CommentPlace } from './comment.js';
import type { CompletionItem } from './types.js';

/** Words that Faultline reads in comments: suppressions with their rules, and `dialect:`. */
export function completeComment({ before, range }: CommentPlace): CompletionItem[] {
  const item = (
    kind: CompletionItem['kind'],
    label: string,
    rank: number,
    detail?: string,
    newText = label,
  ): CompletionItem => ({
    label,
    kind,
    detail,
    documentation: undefined,
    newText,
    replace: range,
    rank,
  });
  const said = before.replace(/^(?:-{2,}|#+|\/\*+|\/{2,})/, '');
  if (/^\s*dialect\s*:\s*$/i.test(said)) return DIALECTS.map((name, rank) => item('dialect', name, rank));
  if (/^\s*faultline-[\w-]+\s+[^:]*$/.test(said)) {
    const named = new Set(said.split(/[\s,]+/));
    return [
      ...RULES.filter(rule => !named.has(rule.id)).map((rule, rank) =>
        item('rule', rule.id, rank, rule.summary),
      ),
      item('rule', 'all', RULES.length, 'every rule; needs a reason', 'all: '),
    ];
  }
  if (/^\s*faultline:/.test(said)) return facts(said, item);
  if (said.trim() !== '') return [];
  return [
    ...Object.keys(DIRECTIVE_WORDS).map((word, rank) =>
      item('key', word, rank, DIRECTIVES[word as keyof typeof DIRECTIVES], word + ' '),
    ),
    item('key', 'faultline:', 8, 'sizes and rates of a table, column or query', 'faultline: '),
    item('key', 'dialect:', 9, 'the SQL dialect of this file', 'dialect: '),
  ];
}

type MakeItem = (
  kind: CompletionItem['kind'],
  label: string,
  rank: number,
  detail?: string,
  newText?: string,
) => CompletionItem;

/** Words of an annotation that it does not have yet; behind one of them, the words that it takes. */
function facts(said: string, item: MakeItem): CompletionItem[] {
  const behind = /([\w-]+)=$/.exec(said)?.[1];
  if (behind !== undefined)
    return (factKey(behind)?.choices ?? []).map((choice, rank) => item('value', choice, rank));
  if (!/[\s,:]$/.test(said)) return [];
  const taken = new Set(said.split(/[\s,=:]+/));
  return FACT_KEYS.filter(key => !taken.has(key.name)).map((key, rank) =>
    item('key', key.name, rank, key.documentation, key.measure === 'flag' ? key.name : `${key.name}=`),
  );
}

const DIRECTIVES: Readonly<Record<keyof typeof DIRECTIVE_WORDS, string>> = {
  'faultline-disable-next-line': 'silence rules on the next line',
  'faultline-disable-line': 'silence rules on this line',
  'faultline-disable-file': 'silence rules in this file',
  'faultline-disable': 'silence rules from here on',
  'faultline-enable': 'end a silence',
};
