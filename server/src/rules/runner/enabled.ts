import type { Dialect } from '../../sql/dialect.js';
import type {
  CatalogRule,
  OptionValue,
  QueryRule,
  Rule,
  RuleLevel,
  Severity,
  StatementRule,
  TableRule,
  ViewRule,
} from '../rule.js';
import type { RuleSettings } from '../run.js';

/** A rule as the settings make it for one dialect. */
export interface Enabled<R extends Rule> {
  readonly rule: R;
  /** The rule's own severity, or the user's. */
  readonly severity: Severity;
  /** The user named a severity: findings may not raise or lower it. */
  readonly fixed: boolean;
  readonly options: Readonly<Record<string, OptionValue>>;
}

export interface EnabledRules {
  readonly table: readonly Enabled<TableRule>[];
  readonly view: readonly Enabled<ViewRule>[];
  readonly statement: readonly Enabled<StatementRule>[];
  readonly query: readonly Enabled<QueryRule>[];
  readonly catalog: readonly Enabled<CatalogRule>[];
}

/** The rules that run on a dialect under the settings. */
export function enabledRules(rules: readonly Rule[], settings: RuleSettings, dialect: Dialect): EnabledRules {
  const table: Enabled<TableRule>[] = [];
  const view: Enabled<ViewRule>[] = [];
  const statement: Enabled<StatementRule>[] = [];
  const query: Enabled<QueryRule>[] = [];
  const catalog: Enabled<CatalogRule>[] = [];
  for (const rule of rules) {
    if (rule.byAnalyzer || rule.on === 'document' || rule.on === 'cluster') continue;
    if (!rule.engines.includes(dialect)) continue;
    const { level, fixed, options } = effectiveRule(rule, settings);
    if (level === 'off') continue;
    const common = { severity: level, fixed, options };
    if (rule.on === 'table') table.push({ rule, ...common });
    else if (rule.on === 'view') view.push({ rule, ...common });
    else if (rule.on === 'statement') statement.push({ rule, ...common });
    else if (rule.on === 'query') query.push({ rule, ...common });
    else catalog.push({ rule, ...common });
  }
  return { table, view, statement, query, catalog };
}

/** Level and options of a rule under the settings; an option of the wrong type counts as not given. */
export function effectiveRule(
  rule: Rule,
  settings: Pick<RuleSettings, 'rules'>,
): { level: RuleLevel; fixed: boolean; options: Readonly<Record<string, OptionValue>> } {
  const given = settings.rules[rule.id];
  const level = typeof given === 'string' ? given : given?.severity;
  const options: Record<string, OptionValue> = {};
  for (const [name, option] of Object.entries(rule.options ?? {})) {
    const value = typeof given === 'object' ? given[name] : undefined;
    options[name] = accepts(option.type, value) ? value : option.default;
  }
  return { level: level ?? rule.severity, fixed: level !== undefined, options };
}

function accepts(type: 'string' | 'number' | 'boolean' | 'string[]', value: unknown): value is OptionValue {
  if (type !== 'string[]') return typeof value === type;
  return Array.isArray(value) && value.every(item => typeof item === 'string');
}
