import type { Origin } from '../../../sql/reading.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import { buildOf, isDockerfile, repositoryOf, tagOf } from '../../services/index.js';
import type { Source } from '../../source.js';
import { parseVersion, type Version } from '../../version.js';
import { folderOf } from './conf.js';
import type { Evidence, PostgresData } from './data.js';

/**
 * What scripts, Dockerfiles and variables of playbooks tell beside the configs: that something promotes or manages, that
 * servers subscribe to each other, which version is installed. None of it makes a server; it only keeps claims away that
 * are untrue of the project as a whole.
 */
export const EVIDENCE: ConfigFormat<PostgresData> = {
  title: 'notes on PostgreSQL in scripts',
  prose: true,
  detects: source => mayTell(source) && (WORDS.test(source.text) || WORDS.test(source.name)),
  read: source => {
    const folder = roleOf(folderOf(source.path));
    return [...told(source), ...versionsIn(source)].map(
      (data): Fragment<PostgresData> => ({
        system: 'postgres',
        uri: source.uri,
        origin: source.top,
        data: { kind: 'evidence', folder, ...data },
      }),
    );
  },
};

/** What is told near a folder: in it, below what surrounds it, or in a folder above that. */
export function evidenceNear(
  fragments: readonly Fragment<PostgresData>[],
  surroundings: string,
): readonly Evidence[] {
  return fragments.flatMap(({ data }) =>
    data.kind === 'evidence' && isNear(data.folder, surroundings) ? [data] : [],
  );
}

/** True where one of the folders holds the other. */
export function isNear(folder: string, surroundings: string): boolean {
  if (folder === '' || surroundings === '') return true;
  return `${folder}/`.startsWith(`${surroundings}/`) || `${surroundings}/`.startsWith(`${folder}/`);
}

/** The version that all notes near a folder agree on. */
export function versionNear(
  fragments: readonly Fragment<PostgresData>[],
  surroundings: string,
): { readonly version: Version; readonly origin: Origin } | undefined {
  const found = evidenceNear(fragments, surroundings).flatMap(({ version }) => version ?? []);
  return majorsOf(found) === 1 ? found[0] : undefined;
}

/** True where the notes near a folder name several versions. */
export function areSeveralNear(fragments: readonly Fragment<PostgresData>[], surroundings: string): boolean {
  return majorsOf(evidenceNear(fragments, surroundings).flatMap(({ version }) => version ?? [])) > 1;
}

function majorsOf(found: readonly { readonly version: Version }[]): number {
  return new Set(found.map(({ version }) => majorOf(version))).size;
}

/**
 * Of a file of a role's tasks or variables the role: what is told there holds of its templates and files. Variables of
 * groups and hosts hold of all roles beside them.
 */
function roleOf(folder: string): string {
  return folder.replace(
    /(?:^|\/)(?:tasks|vars|defaults|files|templates|handlers|meta|(?:inventor(?:y|ies)\/(?:[^/]+\/)?)?(?:group_vars|host_vars)(?:\/[^/]+)?)$/,
    '',
  );
}

function majorOf([first = 0, second = 0]: Version): string {
  return first < 10 ? `${first}.${second}` : String(first);
}

type Told = Pick<Evidence, 'tells' | 'version'>;

const WORDS = /recovery\.conf|postgres|pgsql|repmgr|patroni|pg_|subscription|FROM[ \t]/i;

function mayTell(source: Source): boolean {
  return (
    source.embedding === undefined &&
    source.text.length < MAX_LENGTH &&
    (/\.(?:md|markdown|sh|bash|ya?ml|service|env|conf|ini|cfg)(?:\.\w+)?$|^\.env|^makefile$/.test(
      source.name,
    ) ||
      isDockerfile(source))
  );
}

const MAX_LENGTH = 400_000;

const STEP = /\bpg_ctl(?:cluster)?\b.{0,200}\bpromote\b|\bpg_promote\s*\(/i;

const TELLING: readonly (readonly [Evidence['tells'], RegExp])[] = [
  ['subscription', /\bCREATE\s+SUBSCRIPTION\b/i],
  [
    'promotion',
    /\bpg_ctl(?:cluster)?\b.{0,200}\bpromote\b|\bpg_promote\s*\(|\bstandby\s+promote\b|\btouch\b.{0,100}(?:trigger|promote|failover)/i,
  ],
  [
    'copies',
    /\b(?:cp|mv|cat|install|ln|tee|COPY)\b.{0,200}(?:pg_hba|recovery|postgresql?)[\w.-]{0,20}\.conf/i,
  ],
  ['points', /\b(?:config[-_]file|include(?:_dir|_if_exists)?)\b.{0,20}=/i],
  ['hba file', /\bhba[-_]file\b.{0,20}=/i],
  [
    'hba aside',
    /^[ \t]*(?:COPY|ADD)[ \t][^\n]{0,200}\bpg_hba[\w.-]*[ \t][^\n]{0,100}?[ \t]?\/etc\/postgres/im,
  ],
  ['hba copied', /\b(?:cp|mv|cat|install|ln|tee|sed|echo|rsync)\b.{0,200}pg_hba/i],
  [
    'slot',
    /\bpg_basebackup\b(?:\\\r?\n|.){0,300}?[ \t](?:-S[ \t]*["']?[\w$]|--slot\b)|\bpg_create_physical_replication_slot[ \t]*\(/i,
  ],
  [
    'standby',
    /\bpg_basebackup\b(?:\\\r?\n|.){0,300}?[ \t](?:-[a-zA-Z]*R\b|--write-recovery-conf\b)|\bstandby\.signal\b|\bprimary_conninfo\b/i,
  ],
  // What is emptied at each start needs no log kept for the time that it was away.
  ['copied anew', /\brm[ \t]+-\w*r\w*[ \t][^\n]{0,200}(?:data|PGDATA)[\s\S]{0,600}\bpg_basebackup\b/],
  ['archives', /\barchive_(?:command|library)\b[ \t"']{0,3}(?:=|\bTO\b)/i],
  [
    'manager',
    /\b(?:repmgrd?|postgresql-repmgr|patroni|pg_autoctl|stolon\w*|pacemaker|keepalived|crm_mon)\b/i,
  ],
];

function told({ text, name }: Source): readonly Told[] {
  // A document speaks of much that is not there; the command that promotes is one of the steps that were written down.
  if (/\.(?:md|markdown)$/.test(name)) return STEP.test(text) ? [{ tells: 'promotion' }] : [];
  const lines = text.split('\n').filter(line => !/^\s*(?:#|\/\/|--)/.test(line));
  const all = lines.join('\n');
  return TELLING.flatMap(([tells, pattern]) =>
    // What a config says of a standby is read from it, where it is in force.
    !((tells === 'standby' || tells === 'archives') && /\.conf(?:\.\w+)?$/.test(name)) && pattern.test(all)
      ? [{ tells }]
      : [],
  );
}

/** `FROM postgres:9.6`, and `postgresql_version: 12` of a playbook. */
function versionsIn(source: Source): readonly Told[] {
  return [...imageIn(source), ...packagesIn(source)];
}

/**
 * `postgresql-13` and `postgresql96-server` that something installs, `/usr/lib/postgresql/13/bin`, `/usr/pgsql-9.6/bin`, and the
 * unit `postgresql-9.6.service` that is put in place.
 */
function packagesIn(source: Source): readonly Told[] {
  const unit = /^postgresql-?(\d{1,2}(?:\.\d)?)(?:-\w+)?\.service/.exec(source.name);
  if (unit !== null) return versionOf(unit[1], source.top);
  if (!/\.(?:sh|bash|ya?ml)$/.test(source.name) && !isDockerfile(source)) return [];
  const found = [
    ...source.text.matchAll(
      /\bpostgresql[-/](\d{1,2}(?:\.\d)?)\b(?![.-]\d)|\bpostgresql(\d{2})(?=-(?:server|contrib|setup)\b)|\bpgsql[-/](\d{1,2}(?:\.\d)?)\//g,
    ),
  ].map(
    ([, plain, glued, path]) =>
      plain ?? path ?? (glued!.startsWith('9') ? glued!.split('').join('.') : glued!),
  );
  const [first] = found;
  return first !== undefined && found.every(each => each === first) ? versionOf(first, source.top) : [];
}

function imageIn(source: Source): readonly Told[] {
  if (isDockerfile(source)) {
    const image = buildOf(source)?.image;
    if (image === undefined || !/(?:^|\/)(?:postgres|postgresql|postgis)$/.test(repositoryOf(image.text)))
      return [];
    return versionOf(tagOf(image.text)?.replace(/^pg/, ''), image.origin);
  }
  if (!/\.ya?ml|env/.test(source.name)) return [];
  // A task of Ansible that starts a container.
  if (/\b(?:docker|podman)_container\b/.test(source.text)) {
    const image =
      /^[ \t]*image[ \t]*:[ \t]*["']?(?:[\w.-]+\/)*(?:postgres|postgresql|postgis):(\d[\w.-]{0,60})/m.exec(
        source.text,
      );
    if (image !== null) return versionOf(image[1], source.top);
  }
  const found =
    /^[ \t-]*(?:\w+_)?(?:postgres(?:ql)?|pg|pgsql)_?(?:major_?)?version["']?[ \t]*[:=][ \t]*["']?(\d{1,2}(?:\.\d{1,2})?)["']?[ \t]*\r?$/im.exec(
      source.text,
    );
  if (found === null) return [];
  const start = found.index + found[0].lastIndexOf(found[1]!);
  return versionOf(found[1], source.origin({ start, end: start + found[1]!.length }));
}

function versionOf(text: string | undefined, origin: Origin): readonly Told[] {
  const version = text === undefined ? undefined : parseVersion(text);
  return version === undefined || version[0]! < 8 || version[0]! > 30
    ? []
    : [{ tells: 'version', version: { version, origin } }];
}
