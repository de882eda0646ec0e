import type { Origin } from '../../../sql/reading.js';
import { folderOfUri } from '../../folders.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import type { Written } from '../../settings.js';
import type { PlanData, RedisData, ServerData } from './data.js';

/** Names under which what files around servers say of them stands among their settings. */
export const UNPUBLISHED = 'ports.unpublished';
/** A document calls what they hold a cache, or sessions. */
export const CACHE = 'use.cache';
/** Folders of a container that something is mounted at, the first of them where its image keeps data. */
export const MOUNTED = 'container.mounts';

/** Policies of Kubernetes that tell who may reach pods. https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export const POLICIES: ConfigFormat<RedisData> = {
  title: 'network policies',
  detects: ({ name, text }) =>
    /\.(?:ya?ml|tpl)$/.test(name) && text.length < MOST && /^kind:[ \t]*["']?NetworkPolicy\b/m.test(text),
  read: source =>
    source.text.split(/^---[^\n]*$/m).flatMap((part): Fragment<RedisData>[] => {
      if (!/^kind:[ \t]*["']?NetworkPolicy\b/m.test(part)) return [];
      // One on what goes out alone lets everybody in.
      if (!/^[ \t]+(?:-[ \t]*["']?Ingress\b|ingress[ \t]*:|policyTypes[ \t]*:[^\n]*Ingress)/m.test(part))
        return [];
      const selector = /^([ \t]*)podSelector[ \t]*:([^\n]*)\n((?:\1[ \t]+[^\n]*\n)*)/m.exec(part);
      const selected = `${selector?.[2] ?? ''}${selector?.[3] ?? ''}`;
      const all = selected.replace(/#.*$/gm, '').replace(/[{}\s]|matchLabels:/g, '') === '';
      const named = /redis|valkey/i.test(selected);
      // What a chart fills in may be the pods of another part of it.
      if (!all && !named && !selected.includes('{{')) return [];
      const namespace = /^[ \t]+namespace[ \t]*:[ \t]*["']?([\w-]+)/m.exec(part)?.[1];
      return [
        {
          system: 'redis',
          uri: source.uri,
          origin: source.top,
          data: { kind: 'policy', named, ...(namespace === undefined ? {} : { namespace }) },
        },
      ];
    }),
};

/** Documents that say what Redis holds. */
export const DOCUMENTS: ConfigFormat<RedisData> = {
  title: 'what documents say that Redis is for',
  prose: true,
  detects: ({ name, text }) => /^readme\b/.test(name) && /redis|valkey/i.test(text) && isCalledCache(text),
  read: source => [{ system: 'redis', uri: source.uri, origin: source.top, data: { kind: 'cache' } }],
};

function isCalledCache(text: string): boolean {
  const beginning = text.slice(0, 60_000);
  return HOLDS_CACHE.test(beginning) && !HOLDS_MORE.test(beginning);
}

/** Servers with what is said around them. */
export function withSurroundings(fragments: readonly Fragment<RedisData>[]): readonly Fragment<RedisData>[] {
  const policies = fragments.flatMap(({ uri, data }) => (data.kind === 'policy' ? [{ uri, ...data }] : []));
  const documents = fragments.flatMap(({ uri, data }) => (data.kind === 'cache' ? [folderOfUri(uri)] : []));
  if (policies.length + documents.length === 0) return fragments;
  return fragments.map(fragment => {
    const { data, uri, origin } = fragment;
    if (data.kind !== 'server' && data.kind !== 'plan') return fragment;
    const more: Written[] = [];
    const place = namespaceAt(origin);
    const guarded = policies.some(policy =>
      policy.namespace === undefined || place === undefined
        ? // A policy for all pods without a namespace is of the folder that it is deployed with.
          policy.named || near(policy.uri, uri)
        : policy.namespace === place,
    );
    if (guarded && isManifest(origin)) more.push({ key: UNPUBLISHED, raw: 'yes', keyOrigin: origin, origin });
    if (documents.some(folder => uri.startsWith(folder === '' ? '' : `${folder}/`)))
      more.push({ key: CACHE, raw: 'yes', keyOrigin: origin, origin });
    if (more.length === 0) return fragment;
    const told: ServerData | PlanData = { ...data, written: [...data.written, ...more] };
    return { ...fragment, data: told };
  });
}

/** Below one folder that is not the project's own. */
function near(a: string, b: string): boolean {
  const [one, other] = [folderOfUri(a).split('/'), folderOfUri(b).split('/')];
  const shared = one.findIndex((part, i) => part !== other[i]);
  return (shared === -1 ? one.length : shared) >= Math.min(one.length, other.length) - 1;
}

function isManifest({ unit }: Origin): boolean {
  return /^[ \t]*apiVersion[ \t]*:/m.test(unit.piece.text);
}

/** The namespace of the resource that a place lies in. */
function namespaceAt({ unit, span }: Origin): string | undefined {
  const { text } = unit.piece;
  const start = Math.max(0, text.lastIndexOf('\n---', span.start));
  const end = text.indexOf('\n---', span.start);
  return /^[ \t]+namespace[ \t]*:[ \t]*["']?([\w-]+)/m.exec(
    text.slice(start, end === -1 ? text.length : end),
  )?.[1];
}

const MOST = 200_000;
const NAME = '\\b(?:redis|valkey)\\b';
/** "Redis cache", "Redis for sessions and caching", "session store: Redis". */
const HOLDS_CACHE = new RegExp(
  `${NAME}[^.\\n]{0,60}\\b(?:cach(?:e|es|ing)|sessions?|rate[- ]limit\\w*)\\b|\\b(?:cach(?:e|ing)|sessions?)\\b[^.\\n]{0,40}${NAME}`,
  'i',
);
const HOLDS_MORE = new RegExp(
  `${NAME}[^.\\n]{0,60}\\b(?:queues?|brokers?|jobs?|streams?|tasks?|celery|sidekiq|bull(?:mq)?|durab\\w+|database)\\b|\\b(?:queues?|brokers?|celery|sidekiq|bull(?:mq)?)\\b[^.\\n]{0,40}${NAME}`,
  'i',
);
