import { type JsCall, type JsText, readJs } from '../../../documents/readers/js.js';
import { isHidden } from '../../../documents/templates.js';
import { entryAt, itemsOf, type Node, textAt, valueAt } from '../../../documents/tree.js';
import type { Span } from '../../../text/span.js';
import type { Named } from '../../model.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import type { Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import type { MemberDraft, MongoData, SetData } from './data.js';
import { memberOf } from './members.js';
import { MONGODB_PARAMETERS } from './parameters.js';
import { versionInComments } from './written.js';

const CALL =
  /\b(?:rs|sh)\.(?:initiate|reconfig|reconfigForPSASet|add|addArb|addShard)\s*\(|\breplSetInitiate\b|\bsetDefaultRWConcern\b/;
const EACH_CALL =
  /\b(?:(?:rs|sh)\.(?:initiate|reconfig|reconfigForPSASet|add|addArb|addShard)|db(?:\.getSiblingDB\([^)\n]{0,40}\))?\.(?:adminCommand|runCommand))\s*\(/g;
const FILES =
  /\.(?:[cm]?js|sh|bash|zsh|ya?ml|ps1|bat|mongo|service)(?:\.\w+)?$|^(?:dockerfile|makefile|procfile)/;
/** Characters of one call, outside a file of JavaScript. */
const MAX_CALL = 20_000;
const MAX_CALLS = 100;

/** `rs.initiate(...)` and its kin, in scripts of the shell and wherever a command line hands them to it. */
export const SCRIPTS: ConfigFormat<MongoData> = {
  title: 'script of mongosh',
  detects: source => FILES.test(source.name) && source.embedding === undefined && CALL.test(source.text),
  read: source => partsOf(source).flatMap(part => readPart(source, part)),
  assist: {
    syntax: 'javascript',
    parametersAt: path => {
      const at = path.filter(key => !/^\d+$/.test(key));
      if (at.at(-1) === 'members' || at.at(-1) === 'rs.add')
        return { table: MONGODB_PARAMETERS, prefix: 'members.' };
      if (at.at(-1) === 'settings') return { table: MONGODB_PARAMETERS, prefix: 'settings.' };
      if (at.at(-1) === 'defaultWriteConcern')
        return { table: MONGODB_PARAMETERS, prefix: 'defaultWriteConcern.' };
      return undefined;
    },
  },
};

function partsOf(source: Source): readonly JsText[] {
  return source.tree('mongo-scripts', text => {
    if (/\.[cm]?js$/.test(source.name)) return [readJs(text)];
    const parts: JsText[] = [];
    let end = 0;
    for (const match of text.matchAll(EACH_CALL)) {
      if (parts.length >= MAX_CALLS || match.index < end || isComment(text, match.index)) continue;
      const open = match.index + match[0].length - 1;
      end = closing(text, open);
      parts.push(readJs(text, { start: beginning(text, match.index, open, end), end }));
    }
    return parts;
  });
}

function isComment(text: string, at: number): boolean {
  return /^\s*(?:#|\/\/|\*)/.test(text.slice(text.lastIndexOf('\n', at) + 1, at));
}

/**
 * After the bracket that closes the one at `open`; quotes are looked into only for what they hide. A bracket of another kind
 * than the one that is open ends the call as well: something is missing there, and what comes after it is something else.
 */
function closing(text: string, open: number): number {
  const wanted: string[] = [];
  const last = Math.min(text.length, open + MAX_CALL);
  for (let i = open; i < last; i++) {
    const character = text[i]!;
    const close = CLOSING[character];
    if (close !== undefined) wanted.push(close);
    else if (character === ')' || character === ']' || character === '}') {
      if (wanted.pop() !== character) return i;
      if (wanted.length === 0) return i + 1;
    }
  }
  return last;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Where the name that a call is given gets its value, if it does before: `cfg = {...}; rs.initiate(cfg)`. */
function beginning(text: string, start: number, open: number, end: number): number {
  const name = /^\s*([A-Za-z_]\w{0,40})\s*[,)]/.exec(text.slice(open + 1, Math.min(end, open + 100)))?.[1];
  if (name === undefined) return start;
  const before = text.slice(Math.max(0, start - MAX_CALL), start);
  const found =
    before.lastIndexOf(`${name} =`) === -1 ? before.lastIndexOf(`${name}=`) : before.lastIndexOf(`${name} =`);
  return found === -1 ? start : start - before.length + found;
}

function readPart(source: Source, script: JsText): Fragment<MongoData>[] {
  const version = versionInComments(source)?.version;
  return script.calls.flatMap((call): Fragment<MongoData>[] => {
    const data = dataOf(source, call, script);
    if (data === undefined) return [];
    const filled = data.kind === 'set' && version !== undefined ? { ...data, version } : data;
    return [{ system: 'mongodb', uri: source.uri, origin: placeOf(source, call, data), data: filled }];
  });
}

function placeOf(source: Source, call: JsCall, data: MongoData): Named['origin'] {
  if (data.kind === 'set' && data.id !== undefined) return data.id.origin;
  return source.origin(data.kind === 'set' ? call.nameSpan : call.span);
}

function dataOf(source: Source, call: JsCall, script: JsText): MongoData | undefined {
  const [first, second] = call.args;
  switch (call.name) {
    case 'rs.initiate':
    case 'rs.reconfig':
      return setOf(source, call.name === 'rs.initiate' ? 'initiate' : 'reconfig', first, second, script);
    case 'rs.reconfigForPSASet':
      return setOf(source, 'reconfig', second, undefined, script);
    case 'rs.add':
    case 'rs.addArb': {
      const member = memberOf(source, first, call.name === 'rs.addArb' ? call.nameSpan : undefined, second);
      return member === undefined ? undefined : { kind: 'add', member };
    }
    case 'sh.addShard':
      return shardOf(first);
    case 'db.adminCommand':
    case 'db.runCommand':
      return commandOf(source, first, script);
    default:
      return undefined;
  }
}

function commandOf(source: Source, command: Node | undefined, script: JsText): MongoData | undefined {
  const initiate = valueAt(command, 'replSetInitiate');
  if (initiate?.kind === 'map') return setOf(source, 'initiate', initiate, undefined, script);
  const reconfig = valueAt(command, 'replSetReconfig');
  if (reconfig !== undefined) return setOf(source, 'reconfig', reconfig, command, script);
  if (entryAt(command, 'setDefaultRWConcern') === undefined) return undefined;
  const written = ['defaultWriteConcern', 'defaultReadConcern'].flatMap(name =>
    writtenIn(source, valueAt(command, name), name),
  );
  return { kind: 'defaults', written };
}

function setOf(
  source: Source,
  by: SetData['by'],
  document: Node | undefined,
  options: Node | undefined,
  script: JsText,
): SetData {
  const id = textAt(document, '_id');
  const list = valueAt(document, 'members');
  const members = itemsOf(list).map((item): MemberDraft | undefined => memberOf(source, item));
  const force = entryAt(options, 'force');
  const top = ['writeConcernMajorityJournalDefault', 'configsvr', 'protocolVersion', 'version'];
  const written: Written[] = [
    ...writtenIn(source, document).filter(({ key }) => top.includes(key) || key.startsWith('settings.')),
    ...assigned(source, script),
  ];
  // `settings.getLastErrorDefaults` is an object: its own key is what is old.
  for (const name of ['getLastErrorDefaults', 'getLastErrorModes']) {
    const entry = entryAt(valueAt(document, 'settings'), name);
    if (entry !== undefined)
      written.push({
        key: `settings.${name}`,
        raw: undefined,
        keyOrigin: source.origin(entry.keySpan),
        origin: source.origin(entry.value.span),
      });
  }
  // `rs.initiate` takes no options.
  if (by === 'reconfig' && force?.value.kind === 'scalar' && force.value.value === true) {
    const origin = source.origin({ start: force.keySpan.start, end: force.value.span.end });
    written.push({ key: 'force', raw: true, keyOrigin: origin, origin });
  }
  return {
    kind: 'set',
    id:
      id === undefined
        ? undefined
        : { text: isHidden(id.value ?? '') ? '' : (id.value ?? ''), origin: source.origin(id.span) },
    by,
    members: members.filter(member => member !== undefined),
    written,
    server: [],
    open: list?.kind !== 'list' || members.some(member => member?.host === undefined),
  };
}

/** `cfg.settings.electionTimeoutMillis = 2000` on what `rs.conf()` gave. */
function assigned(source: Source, script: JsText): Written[] {
  return script.assignments.flatMap(({ target, targetSpan, value }): Written[] => {
    const [, name] = /^\w+\.((?:settings\.)?\w+)$/.exec(target) ?? [];
    if (name === undefined || MONGODB_PARAMETERS.find(name) === undefined || name === 'version') return [];
    const span: Span = targetSpan;
    const raw = value.kind === 'scalar' && value.value !== null ? value.value : undefined;
    return [{ key: name, raw, keyOrigin: source.origin(span), origin: source.origin(value.span) }];
  });
}

function shardOf(node: Node | undefined): MongoData | undefined {
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
  const slash = node.value.indexOf('/');
  const hosts = node.value
    .slice(slash + 1)
    .split(',')
    .map(host => host.trim().toLowerCase())
    .filter(host => host !== '');
  return { kind: 'shard', replSet: slash === -1 ? undefined : node.value.slice(0, slash), hosts };
}
