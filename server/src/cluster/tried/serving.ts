import type { Fragment } from '../module.js';
import type { Source } from '../source.js';

/** A file by which containers are put on a server that others use. */
export interface Serving {
  readonly says: 'serves';
  readonly except: readonly string[];
  /** A composition speaks for itself alone, what deploys for the project. */
  readonly own: boolean;
}

/** What a file tells of being deployed: a composition behind a domain, a script or a pipeline that deploys, a document on it. */
export function servingOf(source: Source): readonly Fragment<Serving>[] {
  const { name, path, text, uri } = source;
  if (source.embedding !== undefined || text.length > MOST) return [];
  const own = /compose[^/]*\.ya?ml$|\/[^/]*stack[^/]*\.ya?ml$/.test(path);
  const is = own
    ? isOfServer(path, text)
    : name.endsWith('.md')
      ? /^readme/.test(name) && ON_SERVER.test(text)
      : /\.sh$/.test(name)
        ? /deploy|release|provision/.test(name) && DEPLOYS.test(text)
        : /\/\.github\/workflows\/|\.gitlab-ci|jenkinsfile|\/\.circleci\//.test(path) && DEPLOYS.test(text);
  return is ? [{ system: 'trial', uri, origin: source.top, data: { says: 'serves', except: [], own } }] : [];
}

/** True where something deploys what the project holds, or this composition of it. */
export function isServed(composition: string, fragments: readonly Fragment[]): boolean {
  return fragments.some(({ system, uri, data }) => {
    if (system !== 'trial' || (data as { says: string }).says !== 'serves') return false;
    return !(data as Serving).own || uri === composition;
  });
}

function isOfServer(path: string, text: string): boolean {
  if (/prod(?:uction)?\b|[._-]stack\b|swarm|\/(?:roles|ansible|templates|playbooks)\//.test(path))
    return true;
  if (SPREAD.test(text)) return true;
  return /^[ \t]*restart:[ \t]*["']?(?:always|unless-stopped)/m.test(text) && BEHIND.test(text);
}

/** What puts services on several machines. */
const SPREAD = /^[ \t]*(?:placement:|driver:[ \t]*overlay\b|mode:[ \t]*(?:global|replicated)\b)/m;
/** A domain, certificates or a tunnel, and names such as `db-prod`. */
const BEHIND =
  /traefik|let'?s-?encrypt|certbot|acme|caddy|cloudflared|nginx-proxy|watchtower|["'\s]443:443|tailscale|wireguard|\bDOMAIN(?:_NAME)?\b|[-_]prod(?:uction)?\b|\bproduction\b/i;
const DEPLOYS =
  /ssh-action|scp-action|\bssh[ \t]+-|\bscp[ \t]|\brsync[ \t]|docker stack deploy|docker[ -]compose\b[^\n]{0,60}\bpull\b|\bgit pull\b|ansible-playbook|kubectl (?:apply|rollout|set image)|helm upgrade|fly(?:ctl)? deploy|\bcertbot\b/;
const ON_SERVER =
  /^#{1,4}[ \t](?![^\n]*\b(?:consider\w*|notes?|checklist|readiness|reference|harden\w*|recommend\w*|tips|before|towards?|not|never|future|todo|next|improv\w*)\b)[^\n]*\b(?:production|prod|vps)\b|\bdeploy(?:ed|ing|ment)?\b[^.\n]{0,40}\b(?:to|in|on|for) (?:the |a |our )?(?:production|vps|server)\b|\b(?:runs|running|used) in production\b|\bproduction-(?:ready|grade)\b|let'?s encrypt|certbot|\bkamal\b|\bdokku\b|\bcoolify\b|docker stack deploy|\bdroplets?\b|\bhetzner\b/im;
const MOST = 200_000;
