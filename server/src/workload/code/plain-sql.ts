const NAME = '[\\w"`\\[$({?:#.@%]';

/** What must follow each verb before a string is taken for a query. */
const FORMS: readonly RegExp[] = [
  new RegExp(`^select\\b[\\s\\S]*?\\bfrom\\s*${NAME}`, 'i'),
  /^insert\s+(?:(?:ignore|or\s+\w+|overwrite)\s+)?into\s+[\w"`[$.?{]+[\s\S]*\b(?:values|select|set|default)\b/i,
  /^update\s+(?:only\s+)?[\w"`[$.?{][^;]*?\bset\s[\s\S]*?=/i,
  new RegExp(`^delete\\s+from\\s+${NAME}`, 'i'),
  /^with\s+(?:recursive\s+)?[\w"`[]+\s*(?:\([^)]*\)\s*)?as\s*(?:not\s+)?(?:materialized\s*)?\(\s*(?:select|insert|update|delete|values|with)\b/i,
  new RegExp(`^merge\\s+into\\s+${NAME}[\\s\\S]*\\busing\\b`, 'i'),
  /^replace\s+into\s+[\w"`[$.?{]+[\s\S]*\b(?:values|select|set)\b/i,
];

/** What hardly a sentence has. */
const SIGNS = /[=*(<>;?"`]|\b\w+_\w|\w\.\w|\$\d|[:@]\w/;

/** Words behind FROM, INTO and UPDATE that begin the rest of a sentence. */
const PROSE =
  /\b(?:from|into|update)\s+(?:the|a|an|your|my|our|their|its|this|that|these|those|any|each|all|one|here|there|scratch|now|then)\b/i;

/** Where a query may begin, behind blanks, comments and parentheses; -1 where none can. */
export function queryStart(sql: string): number {
  const start = LEAD.exec(sql)![0].length;
  return VERB.test(sql.slice(start, start + 8)) ? start : -1;
}

const LEAD = /^(?:\s+|--[^\n]*\n|\/\*[\s\S]*?\*\/|\()*/;
const VERB = /^(?:select|insert|update|delete|with|merge|replace)\b/i;

/** True for text that is plainly a query, and no sentence that begins like one. */
export function isPlainSql(sql: string): boolean {
  const start = queryStart(sql);
  if (start < 0) return false;
  const text = sql.slice(start);
  if (!FORMS.some(form => form.test(text)) || PROSE.test(text)) return false;
  const verb = VERB.exec(text)![0];
  // Nobody shouts in sentences.
  if (verb === verb.toUpperCase()) return true;
  // A sentence begins with a capital, and goes on in small letters.
  if (verb !== verb.toLowerCase() && /\b(?:from|into|set)\b/.test(text)) return false;
  return SIGNS.test(text) && !/[^\d\s][.!]$/.test(text.trimEnd());
}

/** A fast look at a whole file: false where no string of it can hold a query. */
export function mayHoldQueries(text: string): boolean {
  return (
    /\b(?:select|insert\s+into|insert\s+ignore|update|delete\s+from|merge\s+into|replace\s+into)\b/i.test(
      text,
    ) && /\b(?:from|into|set)\b/i.test(text)
  );
}
