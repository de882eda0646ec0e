import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { joinFragments, MODULES, readSource, Source } from '../../server/src/cluster/index.js';
import { FAMILIES } from '../../server/src/simulate/families.js';
import { isPrepared, type Prepared } from '../../server/src/simulate/family.js';
import { exampleWorkspaces, type Workspace } from './configs.js';

/** A cluster that a family can play. */
export interface Playable {
  readonly family: string;
  /** Where its files are from. */
  readonly from: string;
  readonly prepared: Prepared;
}

const FIXTURES = join(__dirname, '../fixtures/clusters/lab');
const EXAMPLES = join(__dirname, '../../examples');

/**
 * Clusters for each family: those of the lab, of the examples, of the rules' own examples, and some written for the
 * purpose. What is told the same way in two places counts once.
 */
export function playableClusters(): ReadonlyMap<string, readonly Playable[]> {
  const found = new Map<string, Playable[]>(FAMILIES.map(({ id }) => [id, []]));
  const known = new Set<string>();
  for (const { from, files } of workspaces()) {
    for (const playable of playableIn(from, files)) {
      const { hosts, processes, title, searchUnitMs, readLevels } = playable.prepared;
      const key = JSON.stringify([
        title,
        hosts.length,
        processes.length,
        searchUnitMs,
        readLevels,
        from.split('/')[0],
      ]);
      if (known.has(key)) continue;
      known.add(key);
      found.get(playable.family)!.push(playable);
    }
  }
  return found;
}

function playableIn(from: string, files: Workspace): Playable[] {
  const fragments = Object.entries(files).flatMap(([path, text]) =>
    readSource(new Source(`file:///w/${path}`, text), MODULES),
  );
  const { clusters } = joinFragments(fragments, MODULES);
  return clusters.flatMap(cluster => {
    // Each family is asked, not only the first that wants it.
    for (const family of FAMILIES) {
      const prepared = family.prepare(cluster, clusters);
      if (isPrepared(prepared)) return [{ family: family.id, from: `${from}: ${cluster.id}`, prepared }];
    }
    return [];
  });
}

function workspaces(): { readonly from: string; readonly files: Workspace }[] {
  return [
    ...[FIXTURES, EXAMPLES].flatMap(root =>
      readdirSync(root, { withFileTypes: true })
        .filter(entry => entry.isDirectory())
        .map(({ name }) => ({ from: name, files: filesIn(join(root, name)) })),
    ),
    ...exampleWorkspaces().map((files, at) => ({ from: `rules ${at}`, files })),
    ...DESCRIBED.map((text, at) => ({ from: `described ${at}`, files: { 'cluster.faultline.yaml': text } })),
  ];
}

/** What no example has: few nodes, many, some without a vote, and clusters that are all but one node. */
const DESCRIBED = ['raft', 'paxos'].flatMap(protocol =>
  [1, 2, 3, 4, 5, 7].map(
    count =>
      `name: orders\nprotocol: ${protocol}\nfailover: { detection: 3s, takeover: 1s }\nnodes: [${Array.from(
        { length: count },
        (_, at) => `{ name: n${at + 1}, region: ${at % 2 === 0 ? 'eu' : 'us'} }`,
      ).join(', ')}]\n`,
  ),
);

function filesIn(folder: string): Workspace {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap(entry => {
      if (!entry.isFile()) return [];
      const path = join(entry.parentPath, entry.name);
      return [[relative(folder, path), readFileSync(path, 'utf8')] as const];
    }),
  );
}
