import { folderOfUri } from '../folders.js';
import type { Fragment } from '../module.js';
import { buildOf, isDockerfile } from '../services/index.js';
import type { ServiceDraft } from '../services/model.js';
import type { Source } from '../source.js';
import { unreadBy } from './unread.js';

/** Containers that a file starts or makes, with what they reach of the project. */
export interface Started {
  readonly says: 'starts';
  readonly except: readonly string[];
  readonly from: 'compose' | 'kubernetes' | 'image';
  /** Names and addresses that its services have. */
  readonly hosts: readonly string[];
  /** Images and services by their names, for telling which systems they are. */
  readonly what: readonly string[];
  /** True where services are put on several machines. */
  readonly spread: boolean;
  /** URIs of files and folders that are mounted, or copied as a whole. */
  readonly reaches: readonly string[];
  /** Last names of folders and files that are mounted from elsewhere on the machine: they may be copies of the project's. */
  readonly outside: readonly string[];
  /** Those of them that the server does not read where they are mounted. */
  readonly unread: readonly string[];
}

/** Names of files that some text speaks of where it puts them in place. */
export interface Spoken {
  readonly says: 'speaks';
  readonly except: readonly string[];
  /** Without folders, in lower case. */
  readonly names: readonly string[];
}

/** What a file says of containers, and of the files that something puts in place for them. */
export function startedOf(
  source: Source,
  services: readonly ServiceDraft[],
): readonly Fragment<Started | Spoken>[] {
  const { uri, text } = source;
  if (source.embedding !== undefined || text.length > MAX_TEXT) return [];
  const found: Fragment<Started | Spoken>[] = [];
  const say = (data: Started | Spoken) => found.push({ system: 'trial', uri, origin: source.top, data });
  const composed = services.filter(({ from }) => from === 'compose' || from === 'kubernetes');
  const mounted = composed.flatMap(({ files }) => files.flatMap(({ hostPath }) => hostPath ?? []));
  if (composed.length > 0)
    say({
      says: 'starts',
      except: [],
      from: composed[0]!.from as 'compose' | 'kubernetes',
      hosts: [...new Set(composed.flatMap(({ hosts }) => hosts.map(host => host.toLowerCase())))],
      what: [...new Set(composed.flatMap(({ name, image }) => [name, image?.text ?? ''].map(lower)))],
      spread: SPREAD.test(text),
      reaches: mounted.filter(path => !ELSEWHERE.test(path)).map(path => resolved(uri, path)),
      outside: mounted
        .filter(path => ELSEWHERE.test(path))
        .map(path => lower(path.split('/').filter(Boolean).at(-1) ?? '')),
      unread: composed.flatMap(service => unreadBy(service, text).map(path => resolved(uri, path))),
    });
  else if (source.name === 'chart.yaml')
    say({ ...OF_CHART, what: VENDORED.test(text) ? ['chart', 'vendored'] : ['chart'], reaches: [] });
  // What takes files by a pattern may take any.
  else if (/\.Files\.(?:Glob|AsConfig|AsSecrets)\b/.test(text))
    say({ ...OF_CHART, what: [], reaches: [folderOfUri(uri).replace(/\/templates(?:\/.*)?$/, '')] });
  else if (isDockerfile(source)) {
    const image = buildOf(source)?.image?.text;
    if (image !== undefined)
      say({
        says: 'starts',
        except: [],
        from: 'image',
        hosts: [],
        what: [lower(image)],
        spread: false,
        outside: [],
        unread: [],
        reaches: copiedIn(text).flatMap(path => (/^[\w./-]+$/.test(path) ? [resolved(uri, path)] : [])),
      });
  }
  const names = spokenIn(source);
  if (names.length > 0) say({ says: 'speaks', except: [], names });
  return found;
}

/** A chart puts in place what its templates take: of any system. */
const OF_CHART = {
  says: 'starts',
  except: [],
  from: 'kubernetes',
  hosts: [],
  what: ['chart'],
  spread: false,
  outside: [],
  unread: [],
} as const;

/** Names of configs in a script, a manifest or a document, but in lists of files and as keys of what holds their text. */
function spokenIn({ name, text }: Source): readonly string[] {
  const isDocument = name.endsWith('.md');
  if (!isDocument && !SPEAKS.test(name)) return [];
  const names = new Set<string>();
  for (const line of text.split('\n')) {
    if (!/\.\w/.test(line) || /^\s*(?:#|\/\/)/.test(line)) continue;
    if (isDocument ? LISTED.test(line) : /^\s*["']?[\w.-]+["']?\s*:\s*[|>][-+]?\s*$/.test(line)) continue;
    // Keys of what holds texts, and paths of the machine that it is on.
    if (/^\s*(?:-\s+)?(?:key|path|subPath)\s*:/.test(line)) continue;
    for (const [path] of line.matchAll(PATH))
      if (!path.startsWith('/')) names.add(path.slice(path.lastIndexOf('/') + 1).toLowerCase());
    if (names.size > MOST) break;
  }
  return [...names];
}

/** What `COPY` and `ADD` take from beside a Dockerfile. */
function copiedIn(text: string): readonly string[] {
  return [...text.matchAll(/^[ \t]*(?:COPY|ADD)[ \t]+([^\n]+)/gim)].flatMap(([, rest]) =>
    /--from=/.test(rest!)
      ? []
      : rest!
          .split(/[\s",[\]]+/)
          .filter(word => word !== '' && !word.startsWith('--'))
          .slice(0, -1),
  );
}

function resolved(uri: string, path: string): string {
  const folder = folderOfUri(uri);
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function lower(text: string): string {
  return text.toLowerCase();
}

/** Paths of the machine, of a home, or behind a variable. */
const ELSEWHERE = /^(?:\/|~|\$)/;
/** Charts that are taken over from those who publish them. */
const VENDORED = /github\.com\/bitnami|charts\.bitnami|^[ \t-]*name:[ \t]*["']?(?:Bitnami|VMware|Broadcom)/m;
const SPREAD = /^[ \t]*(?:placement:|driver:[ \t]*overlay\b)/m;
const SPEAKS =
  /\.(?:sh|ya?ml|j2|tpl|tmpl|service|env|hcl|conf|cfg)$|^(?:docker|container|make|just)file|\.(?:docker|container)file$/;
/** A line of a tree, of a list or of a table that tells what lies where. */
const LISTED =
  /[\u2500-\u257f]|^\s*(?:[-*|+]|\d+\.)\s*[`*|[]*[\w./-]+\.\w+[`*\]]*\s*(?:[-:|(\u2013\u2014#]|$)|^[ \t]*[\w./-]+\.\w+[ \t]*(?:#|$)/;
const PATH = /[\w$~{}./-]*[\w-]\.(?:conf|cnf|cfg|ini|ya?ml|json|hcl|properties|xml|config|toml)\b/gi;
const MAX_TEXT = 200_000;
const MOST = 2000;
