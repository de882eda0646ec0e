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
