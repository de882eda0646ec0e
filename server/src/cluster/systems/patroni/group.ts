/** A file or container with the name of its node and what makes it belong to others. */
export interface Placed {
  readonly uri: string;
  /** Scope, namespace and group: only the same ones belong together. */
  readonly key: string;
  readonly name: string | undefined;
  /** All from one file are together: containers of one compose file. */
  readonly together: boolean;
}

/**
 * Which nodes make one cluster. Files of one folder, or of folders that differ in one step of their path (`n1/`, `n2/`),
 * with the same scope and different names do; the nearest such company counts, so that two examples with the same
 * scope stay apart.
 */
export function groupNodes<T extends Placed>(nodes: readonly T[]): T[][] {
  const groups: T[][] = [];
  const byKey = new Map<string, T[]>();
  for (const node of nodes) push(byKey, node.key, node);
  for (const same of byKey.values()) groups.push(...split(same));
  return groups;
}

function split<T extends Placed>(nodes: readonly T[]): T[][] {
  const left = new Set(nodes);
  const groups: T[][] = [];
  const take = (members: readonly T[]) => {
    groups.push([...members]);
    for (const member of members) left.delete(member);
  };
  const byFile = new Map<string, T[]>();
  for (const node of nodes) if (node.together) push(byFile, node.uri, node);
  for (const members of byFile.values()) take(members);
  const deepest = Math.max(0, ...nodes.map(({ uri }) => uri.split('/').length));
  for (let up = 0; up < Math.min(deepest, MAX_STEPS) && left.size > 1; up++) {
    const byShape = new Map<string, T[]>();
    for (const node of left) push(byShape, shapeOf(node.uri, up), node);
    for (const members of byShape.values()) {
      if (new Set(members.map(({ name }) => name ?? '')).size > 1) take(members);
    }
  }
  for (const node of left) groups.push([node]);
  return groups;
}

/** The path with one step made into a star, counted from the end. */
function shapeOf(uri: string, up: number): string {
  const steps = uri.split('/');
  const at = steps.length - 1 - up;
  return at < 0 ? uri : [...steps.slice(0, at), '*', ...steps.slice(at + 1)].join('/');
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

/** Nodes' folders further up do not speak of one cluster. */
const MAX_STEPS = 6;

/** The folder that files have in common. */
export function folderOf(uris: readonly string[]): string {
  const [first = '', ...rest] = uris.map(uri => uri.split('/').slice(0, -1));
  const steps = [...first];
  for (const other of rest) {
    let same = 0;
    while (same < steps.length && steps[same] === other[same]) same++;
    steps.length = same;
  }
  return steps.join('/');
}
