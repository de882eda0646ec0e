import { itemsOf, type Node, valueAt } from '../../../documents/tree.js';
import { didYouMean } from '../../../text/nearest.js';
import type { ConfigFormat } from '../../module.js';
import { readValue } from '../../setting-value.js';
import type { Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import { readPart, readRate } from './amounts.js';
import type { Mistake, NeutralData } from './data.js';
import { LISTS, NEUTRAL_PARAMETERS, SECTIONS } from './parameters.js';

const MAX_ITEMS = 1000;

/** `*.faultline.yaml`: our own description of any cluster. */
export const DESCRIPTION: ConfigFormat<NeutralData> = {
  title: 'a description of a cluster (*.faultline.yaml)',
  detects: source => /.\.faultline\.ya?ml$/.test(source.name),
  read: source => {
    const [root] = source.yaml;
    return [{ system: 'neutral', uri: source.uri, origin: source.top, data: dataOf(source, root) }];
  },
  assist: {
    syntax: 'yaml',
    parametersAt: path =>
      path.length === 0
        ? { table: NEUTRAL_PARAMETERS }
        : path.length === 1
          ? { table: NEUTRAL_PARAMETERS, prefix: `${path[0]}.` }
          : undefined,
  },
};

function dataOf(source: Source, root: Node | undefined): NeutralData {
  const mistakes: Mistake[] = [];
  const listed = (name: (typeof LISTS)[number]) =>
    itemsOf(valueAt(root, name))
      .slice(0, MAX_ITEMS)
      .map(item => ({ written: writtenIn(source, item, name), origin: source.origin(item.span) }));
  if (root?.kind === 'map') {
    for (const { key, keySpan, value } of root.entries) {
      const place = source.origin(keySpan);
      if (LISTS.some(name => name === key)) {
        if (value.kind !== 'list' && !isEmpty(value))
          mistakes.push({ origin: place, message: `\`${key}\` takes a list: a line with \`- \` for each.` });
        for (const item of itemsOf(value)) {
          if (item.kind !== 'map')
            mistakes.push({
              origin: source.origin(item.span),
              message: `Each of \`${key}\` has keys and values, such as \`${key === 'links' ? 'from' : 'name'}: a\`.`,
            });
          else judge(writtenIn(source, item, key), key, mistakes);
        }
      } else if (SECTIONS.some(name => name === key)) {
        if (value.kind === 'map') judge(writtenIn(source, value, key), key, mistakes);
        else if (!isEmpty(value))
          mistakes.push({ origin: place, message: `\`${key}\` takes keys and values below it.` });
      } else {
        judge(writtenIn(source, { ...root, entries: [{ key, keySpan, value }] }), '', mistakes);
      }
    }
  } else if (root !== undefined && !isEmpty(root)) {
    mistakes.push({
      origin: source.top,
      message: 'A cluster is described by keys and values, such as `protocol: raft`.',
    });
  }
  const whole =
    root?.kind === 'map'
      ? writtenIn(source, {
          ...root,
          entries: root.entries.filter(({ key }) => !LISTS.some(name => name === key)),
        })
      : [];
  return {
    whole,
    nodes: listed('nodes'),
    links: listed('links'),
    clients: listed('clients'),
    fileName: source.name.replace(/\.faultline\.ya?ml$/, ''),
    mistakes,
  };
}

/** Says of each setting what is wrong with its name or its value. */
function judge(written: readonly Written[], section: string, mistakes: Mistake[]): void {
  const prefix = section === '' ? '' : `${section}.`;
  const known = [
    ...new Set(
      NEUTRAL_PARAMETERS.all
        .filter(({ name }) => name.startsWith(prefix))
        .map(({ name }) => name.slice(prefix.length).split('.')[0]!),
    ),
  ];
  for (const { key, raw, keyOrigin, origin } of written) {
    const own = key.slice(prefix.length);
    const parameter = NEUTRAL_PARAMETERS.find(key);
    if (parameter === undefined) {
      mistakes.push({
        origin: keyOrigin,
        message: `No key${section === '' ? '' : ` of \`${section}\``} is called \`${clip(own)}\`.${didYouMean(own.slice(0, 40), known)}`,
      });
      continue;
    }
    if (raw === undefined) continue;
    const problem = readValue(parameter, raw).problem ?? amountProblem(key, String(raw));
    if (problem !== undefined) mistakes.push({ origin, message: problem });
    else if (parameter.type.kind === 'number' && !(Number(raw) >= 0 && Number.isInteger(Number(raw))))
      mistakes.push({ origin, message: `\`${own}\` is a whole number, 0 or more.` });
    else if (
      parameter.type.kind === 'duration' &&
      (typeof raw === 'number' ? raw < 0 : String(raw).startsWith('-'))
    )
      mistakes.push({ origin, message: `\`${own}\` is a time, 0 or more.` });
  }
}

function amountProblem(key: string, text: string): string | undefined {
  if ((key === 'objectives.availability' || key === 'links.loss') && readPart(text) === undefined)
    return `\`${key.split('.')[1]}\` is a part of the whole, such as \`${key === 'links.loss' ? '0.1%' : '99.95%'}\`, not \`${clip(text)}\`.`;
  if ((key === 'workload.writes' || key === 'workload.reads') && readRate(text) === undefined)
    return `\`${key.split('.')[1]}\` is a rate, such as \`500/s\`, not \`${clip(text)}\`.`;
  if (key === 'commit.copies' && !/^(?:majority|all|\d{1,6})$/.test(text))
    return `\`copies\` is a number, \`majority\` or \`all\`, not \`${clip(text)}\`.`;
  return undefined;
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function isEmpty(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null;
}
