import type { Example, Rule } from '../rules/rule.js';

/** Where a rule's page stands on the web. */
export function ruleUrl(id: string): string {
  return `https://github.com/faultline/faultline/blob/main/docs/rules/${id}.md`;
}

/** What a rule's page says, as Markdown. */
export function ruleMarkdown(rule: Rule): string {
  const parts = [
    `# ${rule.id}`,
    rule.summary,
    `Default: **${rule.severity}** · subject: ${rule.subject} · since ${rule.since} · engines: ${rule.engines.join(', ')}`,
    section('What it gains', rule.gains),
    section('What it costs', rule.costs),
    section('When it is fine', rule.fineWhen),
    section('What to do', rule.advice),
    ...options(rule),
    section('Setting and silencing it', silencing(rule)),
    ...examples('Flagged', rule.bad.slice(0, 1)),
    ...examples('Not flagged', rule.good.slice(0, 1)),
    section('Sources', rule.sources.map(source => `- [${source.title}](${source.url})`).join('\n')),
  ];
  return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}

function section(title: string, text: string): string {
  return text.trim() === '' ? '' : `## ${title}\n\n${text.trim()}`;
}

function silencing({ id, severity, on }: Rule): string {
  const [language, comment] = on === 'document' || on === 'cluster' ? ['yaml', '#'] : ['sql', '--'];
  const level = severity === 'off' ? 'warning' : 'off';
  return [
    'In `faultline.yaml`, for the project (`error`, `warning`, `info`, `hint` or `off`):',
    `\`\`\`yaml\nrules:\n  ${id}: ${level}\n\`\`\``,
    'Before a line, with a reason:',
    `\`\`\`${language}\n${comment} faultline-disable-next-line ${id}: why it is fine here\n\`\`\``,
  ].join('\n\n');
}

function options(rule: Rule): string[] {
  const entries = Object.entries(rule.options ?? {});
  if (entries.length === 0) return [];
  const lines = entries.map(
    ([name, option]) =>
      `- \`${name}\` (${option.type}, default \`${JSON.stringify(option.default)}\`): ${option.description}`,
  );
  return [section('Options', lines.join('\n'))];
}

function examples(title: string, list: readonly Example[]): string[] {
  return list.map(example => section(title, codeOf(example)));
}

function codeOf(example: Example): string {
  const files: [string, string][] = Object.entries(example.files ?? {});
  if (files.length === 0) return fenced(example.sql);
  return files.map(([name, sql]) => `\`${name}\`\n\n${fenced(sql, languageOf(name))}`).join('\n\n');
}

const LANGUAGES: Readonly<Record<string, string>> = {
  sql: 'sql',
  cql: 'sql',
  yaml: 'yaml',
  yml: 'yaml',
  json: 'json',
  tf: 'hcl',
  hcl: 'hcl',
  js: 'javascript',
  xml: 'xml',
  md: 'markdown',
};

/** What an editor calls the language of a file of this name. */
function languageOf(name: string): string {
  const ending = name.slice(name.lastIndexOf('.') + 1);
  return LANGUAGES[ending] ?? 'ini';
}

function fenced(sql: string, language = 'sql'): string {
  return `\`\`\`${language}\n${sql.trim()}\n\`\`\``;
}
