import type {
  BodyShape,
  Condition,
  QueryBlock,
  QueryShape,
  Value,
} from '../../../../server/src/sql/ast/shape.js';

/** A shape in one line per block, short enough to be written by hand. */
export function briefShape(shape: QueryShape): string[] {
  const { verb, blocks, target, complete } = shape;
  const flags = [
    ...(shape.allowFiltering ? ['filtering'] : []),
    ...(shape.conditional ? ['conditional'] : []),
    ...(complete ? [] : ['incomplete']),
  ];
  const written = target
    ? [
        [
          ` into ${target.table.parts.map(part => part.value).join('.')}`,
          ...(target.alias === target.table.parts.at(-1)!.value ? [] : [`as ${target.alias}`]),
          ...(target.columns.length > 0 ? [`(${target.columns.map(column => column.name).join(', ')})`] : []),
          ...(target.values.length > 0 ? [`values ${list(target.values)}`] : []),
          ...(target.sets.length > 0
            ? [`set ${target.sets.map(set => `${column(set.column)}=${value(set.value)}`).join(', ')}`]
            : []),
          ...(target.conflict ? [`conflict (${target.conflict.join(', ')})`] : []),
        ].join(' '),
      ]
    : [];
  return [[verb, ...flags].join(' '), ...written, ...blocks.map(block)];
}

export function briefBody(body: BodyShape): string[] {
  return [
    ...body.queries.flatMap(briefShape),
    ...body.assignments.map(each => `let ${column(each.target)} = ${value(each.value)}`),
    ...(body.opaque ? ['opaque'] : []),
    ...(body.operations.length > 0 ? [`tells ${body.operations.join(', ')}`] : []),
  ];
}

function block(each: QueryBlock, index: number): string {
  const { role, parent, sources, where, select, groupBy, having, orderBy, limit, offset } = each;
  return [
    ` ${index} ${role}${parent === undefined ? '' : `<${parent}`}`,
    ...(each.distinct ? ['distinct'] : []),
    ...(select.length > 0
      ? [
          select
            .map(item => value(item.value) + (item.alias === undefined ? '' : ` as ${item.alias}`))
            .join(', '),
        ]
      : []),
    ...(sources.length > 0
      ? [
          `from ${sources
            .map(source => {
              const name =
                source.table?.parts.map(part => part.value).join('.') ??
                (source.block === undefined ? 'fn' : `#${source.block}`);
              const alias = name.split('.').at(-1) === source.alias ? '' : ` ${source.alias}`;
              const join = source.join === 'first' ? '' : `${source.join} `;
              const on = source.on.length > 0 ? ` on ${tests(source.on)}` : '';
              return `${join}${name}${alias}${on}`;
            })
            .join(', ')}`,
        ]
      : []),
    ...(where.length > 0 ? [`where ${tests(where)}`] : []),
    ...(groupBy.length > 0 ? [`group ${groupBy.map(value).join(', ')}`] : []),
    ...(having.length > 0 ? [`having ${tests(having)}`] : []),
    ...(orderBy.length > 0 ? [`order ${orderBy.map(o => `${value(o.value)} ${o.order}`).join(', ')}`] : []),
    ...(limit ? [`limit ${value(limit)}`] : []),
    ...(offset ? [`offset ${value(offset)}`] : []),
    ...(each.locks ? ['locks'] : []),
  ].join(' | ');
}

export function tests(conditions: readonly Condition[]): string {
  return conditions.map(test).join(' & ');
}

function test(condition: Condition): string {
  const not = condition.negated ? '!' : '';
  switch (condition.kind) {
    case 'compare':
      return `${not}${value(condition.left)} ${condition.operator} ${value(condition.right)}`;
    case 'in':
      return `${not}${value(condition.left)} in ${condition.list ? list(condition.list) : `#${condition.block}`}`;
    case 'between':
      return `${not}${value(condition.left)} between ${value(condition.low)} ${value(condition.high)}`;
    case 'like':
      return `${not}${value(condition.left)} ${condition.caseless ? 'i' : ''}like ${value(condition.pattern)}`;
    case 'null':
      return `${not}${value(condition.left)} null`;
    case 'exists':
      return `${not}exists #${condition.block}`;
    case 'or':
      return `${not}[${condition.branches.map(tests).join(' | ')}]`;
    case 'truth':
      return `${not}${value(condition.value)}`;
  }
}

function list(values: readonly Value[]): string {
  return `(${values.map(value).join(', ')})`;
}

function column(ref: { qualifier?: string; name: string }): string {
  return ref.qualifier === undefined ? ref.name : `${ref.qualifier}.${ref.name}`;
}

export function value(v: Value): string {
  switch (v.kind) {
    case 'column':
      return column(v.column!);
    case 'star':
      return v.column ? column(v.column) : '*';
    case 'constant':
      return typeof v.constant === 'string' ? `'${v.constant}'` : String(v.constant);
    case 'parameter':
      return '?';
    case 'subquery':
      return `#${v.block}`;
    case 'list':
      return list(v.args ?? []);
    case 'arithmetic':
      return v.args?.length === 2
        ? `{${value(v.args[0]!)} ${v.name} ${value(v.args[1]!)}}`
        : `{${v.name}${value(v.args![0]!)}}`;
    default: {
      const over = v.over ? ` over ${list(v.window ?? [])}` : v.window ? ` by ${list(v.window)}` : '';
      const name = v.kind === 'call' ? v.name : `${v.kind}${v.name ? `:${v.name}` : ''}`;
      return `${name}(${v.distinct ? 'distinct ' : ''}${(v.args ?? []).map(value).join(', ')})${over}`;
    }
  }
}
