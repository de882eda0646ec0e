import type { DiagramTable } from '../../../server/src/protocol/schema-panel.js';

/** `2,955`: whole numbers as people read them. */
export function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 finding`, `2 findings`. */
export function count(value: number, one: string, many = one + 's'): string {
  return `${grouped(value)} ${value === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

/** `sales` of `fact_sales`: what a star is called among others. */
export function shortName(name: string): string {
  return name.replace(/^(fact|fct|f|dim|d)_(?=.)/i, '').replace(/_(fact|dim)$/i, '') || name;
}

/** The boxed word beside a name. */
export function tagOf({ role, variant }: Pick<DiagramTable, 'role' | 'variant'>): string | undefined {
  const version = variant?.match(/^scd(\d)$/)?.[1];
  if (version !== undefined) return `SCD ${version}`;
  if (role === 'view') return 'view';
  if (role === 'materialized view') return 'mat. view';
  if (role === 'fact' || role === 'dimension')
    return variant === undefined || variant === 'plain' || variant === 'transaction' ? undefined : variant;
  return undefined;
}

/** Starts a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
