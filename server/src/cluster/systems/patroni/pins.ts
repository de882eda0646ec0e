import type { ConfigFormat } from '../../module.js';
import type { Source } from '../../source.js';
import { compareVersions, parseVersion, type Version } from '../../version.js';
import type { PatroniData, PatroniFragment } from './fragment.js';
import { folderOf } from './group.js';
import { nodeFrom } from './yaml.js';

/**
 * `patroni==3.3.2`, `patroni[etcd3]==3.3.2`, `PATRONI_VERSION=3.3.2`: in scripts, requirements, build arguments; and
 * `image: someone/patroni:3.3.2`, where the tag is that of a release (others count their images, or name PostgreSQL's).
 */
const PIN =
  /\bpatroni(?:\[[\w,.-]{0,80}\])?[ \t]{0,4}==[ \t]{0,4}["']?v?(\d{1,3}(?:\.\d{1,4}){1,2})|\bPATRONI_?VERSION["']?[ \t]{0,4}[:=][ \t]{0,4}["']?v?(\d{1,3}(?:\.\d{1,4}){1,2})|\bimage["']?[ \t]{0,4}:[ \t]{0,4}["']?[\w./:-]{0,100}\/patroni:v?((?:1\.[3-6]\.[1-9]|2\.(?:0\.[12]|1\.\d)|3\.(?:0\.[1-4]|[1-3]\.\d{1,2})|4\.(?:0\.[1-9]|[1-9]\.\d{1,2})))(?![\w.])/gi;

/** A file that says which version of Patroni is installed. */
export const PIN_FILE: ConfigFormat<PatroniData> = {
  title: 'version of Patroni',
  detects: source => NAMES.test(source.name) && MAY_PIN.test(source.text) && pinIn(source) !== undefined,
  read: source => {
    const version = pinIn(source);
    if (version === undefined) return [];
    const data: PatroniData = { ...pinOf(source), versions: { patroni: version } };
    return [{ system: 'patroni', uri: source.uri, origin: source.top, data }];
  },
};

/** A unit, config or script of etcd with version 2 of the protocol, wherever in the project it stands. */
export const V2_FILE: ConfigFormat<PatroniData> = {
  title: 'etcd with version 2',
  // A document tells which package is installed.
  prose: true,
  detects: source =>
    /enable[-_]v2|etcd/i.test(source.text) &&
    (V2_NAMES.test(source.name) || DOCUMENT.test(source.name)) &&
    ((!DOCUMENT.test(source.name) && V2.test(source.text)) ||
      (!DOCUMENT.test(source.name) && isOldEtcd(source.text)) ||
      (source.text.length < MAX_SCRIPT && installsOldPackage(source.text))),
  read: source => {
    const data: PatroniData = { ...pinOf(source), servesV2: true };
    return [{ system: 'patroni', uri: source.uri, origin: source.top, data }];
  },
};

/** What is no comment: `--enable-v2`, `enable-v2: true`, `ETCD_ENABLE_V2=true`. */
const V2 =
  /^(?![ \t]*(?:#|\/\/|;))[^\n]{0,500}?(?:--enable-v2(?![-\w])(?![ \t]*[= \t][ \t]*["']?(?:false|0)\b)|\b(?:enable-v2|ETCD_ENABLE_V2)["']?[ \t]{0,20}[:=][ \t]{0,20}["']?(?:true|1)\b)/m;
const DOCUMENT = /\.(?:md|markdown|adoc|rst)$/;
const MAX_SCRIPT = 200_000;

/** `etcd_version: v3.3.27`, `ETCD_VER=3.2`, or the same in parts: up to 3.3 version 2 is there without being asked for. */
function isOldEtcd(text: string): boolean {
  return OLD_ETCD.test(text) || OLD_PACKAGE.test(text) || OLD_PARTS.test(text);
}

const OLD_ETCD =
  /^(?![ \t]*(?:#|\/\/|;))[^\n]{0,200}?\betcd_?ver(?:sion)?["']?[ \t]{0,4}[:=][ \t]{0,4}["']?v?(?:2\.\d|3\.[0-3](?!\d))/im;
/** `etcd-3.3.11-2.el7.rpm`, `etcd-v3.2.32-linux-amd64.tar.gz`. */
const OLD_PACKAGE = /^(?![ \t]*(?:#|\/\/|;))[^\n]{0,300}?\betcd-v?(?:2\.\d|3\.[0-3])\.\d{1,2}(?!\d)/m;
const OLD_PARTS =
  /^_?etcd[ \t]{0,4}:[ \t]{0,4}\r?\n(?:[ \t][^\n]{0,200}\n){0,5}?[ \t]+major(?:_version)?:[ \t]{0,4}["']?3["']?[ \t]{0,4}\r?\n[ \t]+minor(?:_version)?:[ \t]{0,4}["']?[0-3]["']?[ \t]{0,4}\r?$/im;

/** Names of units, configs and scripts. */
export const V2_NAMES =
  /\.(?:service|systemd|unit|sh|bash|env|ya?ml|conf|cfg|json|toml|tf|tpl|tmpl|j2|jinja2?|erb|nix|pp|rb|py)$|^\.env|^(?:docker|container|make|vagrant|proc)file|^etcd/i;

const NAMES = /\.(?:sh|env|ya?ml|txt)$|^\.env|^(?:docker|container)file/;
const MAY_PIN = /\bpatroni(?:\[|[ \t]{0,4}==|_?version|:v?\d)/i;

/**
 * True where a script or playbook installs a package of the distribution that is called `etcd`: that is 3.3 and older, which
 * speaks version 2 unasked (Debian up to 11, Ubuntu up to 22.04, CentOS 7); newer ones call it `etcd-server`.
 */
function installsOldPackage(text: string): boolean {
  const lines = text.split('\n');
  return lines.some((line, i) => {
    if (line.length > MAX_LINE) return false;
    const command = /\b(?:apt|apt-get|yum)\b.*\binstall\b/.exec(line);
    if (command !== null) return /[ \t]etcd(?![-\w./:=])/.test(line.slice(command[0].length + command.index));
    const task = /^[ \t-]*(?:ansible\.builtin\.)?(?:apt|yum|package)[ \t]*:/.exec(line);
    if (task === null) return false;
    const own = [line.slice(task[0].length), ...lines.slice(i + 1, i + 1 + TASK)];
    const end = own.findIndex((other, n) => n > 0 && /^[ \t]*- +(?:name:|[\w.]+:)/.test(other));
    return own
      .slice(0, end === -1 ? own.length : end)
      .some(
        other =>
          other.length <= MAX_LINE &&
          /(?:^|[ \t"'=,[])etcd["']?(?:[ \t]*(?:[,\]]|\r?$)|[ \t]+state=)/.test(other),
      );
  });
}

/** Longer lines are no commands of people. */
const MAX_LINE = 1000;
/** Lines that a task has, at most. */
const TASK = 10;

/** A fragment that makes no node. */
export function pinOf(source: Source): PatroniData {
  return {
    ...nodeFrom(source, { kind: 'map', entries: [], span: { start: 0, end: 0 } }),
    kind: 'pin',
    versions: {},
    origin: source.top,
  };
}

/** The version that a file says; undefined where it says several. */
function pinIn({ text }: Source): Version | undefined {
  const found = new Set<string>();
  for (const [, package_, variable, tag] of text.matchAll(PIN)) found.add((package_ ?? variable ?? tag)!);
  return found.size === 1 ? parseVersion([...found][0]!) : undefined;
}

/**
 * The version that files of the same project tell of nodes: those in the same folder or on one path with it. Undefined
 * where there is none, or where they do not agree.
 */
export function pinnedFor(
  nodes: readonly PatroniFragment[],
  pins: readonly PatroniFragment[],
): Version | undefined {
  const own = pathOf(nodes.map(({ uri }) => uri));
  const near = pins.filter(({ uri }) => {
    const folder = pathOf([uri]);
    return own.startsWith(folder) || folder.startsWith(own);
  });
  const [first, ...others] = near.flatMap(({ data: { versions } }) =>
    versions.patroni === undefined ? [] : [versions.patroni],
  );
  return first !== undefined && others.every(other => compareVersions(first, other) === 0)
    ? first
    : undefined;
}

/** The common folder with a `/` at its end, so that `shop` is not taken for a part of `shopping`. */
function pathOf(uris: readonly string[]): string {
  let folder = folderOf(uris);
  // What an Ansible role or inventory keeps in folders of its own is for all of the role, or the project.
  while (PARTS.test(folder)) folder = folder.replace(PARTS, '');
  return folder === '' ? '' : `${folder}/`;
}

const PARTS =
  /\/(?:defaults|vars|tasks|templates|files|meta|handlers|group_vars|host_vars)(?:\/(?:all|main))?$/;
