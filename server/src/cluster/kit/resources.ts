/**
 * Names that stand in more than one file. Kubernetes holds one object of a kind, name and namespace: custom resources
 * of one name in two files are alternatives, of which somebody applies the one or the other, and never add up.
 */
export function namesInSeveralFiles<T extends { readonly uri: string }>(
  all: readonly T[],
  nameOf: (each: T) => string,
): ReadonlySet<string> {
  const first = new Map<string, string>();
  const several = new Set<string>();
  for (const each of all) {
    const name = nameOf(each);
    const uri = first.get(name);
    if (uri === undefined) first.set(name, each.uri);
    else if (uri !== each.uri) several.add(name);
  }
  return several;
}

/** What a custom resource says of the cluster that it makes, or is a part of. */
export interface OfCluster {
  readonly uri: string;
  readonly folder: string;
  /** Name of the object that makes the cluster. */
  readonly cluster?: string | undefined;
  readonly namespace?: string | undefined;
}

/**
 * The object that a part (a pool, a topic, a user) belongs to: the one of that name in its own file; else the only one
 * in its folder; else the only one of the project. Undefined where several may be meant. Namespaces must not differ.
 */
export function ownerOf<T extends OfCluster>(owners: readonly T[], part: OfCluster): T | undefined {
  if (part.cluster === undefined) return undefined;
  const named = owners.filter(
    ({ cluster, namespace }) =>
      cluster === part.cluster &&
      (namespace === undefined || part.namespace === undefined || namespace === part.namespace),
  );
  const own = named.find(({ uri }) => uri === part.uri);
  if (own !== undefined) return own;
  const beside = named.filter(({ folder }) => folder === part.folder);
  const found = beside.length > 0 ? beside : named;
  return found.length === 1 ? found[0] : undefined;
}
