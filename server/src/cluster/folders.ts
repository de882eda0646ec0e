/** Folder of a file's URI, without a slash at its end. */
export function folderOfUri(uri: string): string {
  return uri.slice(0, Math.max(0, uri.lastIndexOf('/')));
}

/** True for a file in a folder or deeper; all files lie below the folder without a name. */
export function liesBelow(uri: string, folder: string): boolean {
  return folder === '' || uri.startsWith(`${folder}/`);
}

/** Steps from one folder to another through the folder that both are below: 0 the same, 1 parent, 2 siblings. */
export function stepsBetween(a: string, b: string): number {
  const one = a.split('/');
  const other = b.split('/');
  let same = 0;
  while (same < one.length && same < other.length && one[same] === other[same]) same++;
  return one.length - same + other.length - same;
}

/** The deepest folder that holds all of them. */
export function commonFolder(folders: readonly string[]): string {
  const [first = '', ...rest] = folders;
  let parts = first.split('/');
  for (const folder of rest) {
    const other = folder.split('/');
    let same = 0;
    while (same < parts.length && same < other.length && parts[same] === other[same]) same++;
    parts = parts.slice(0, same);
  }
  return parts.join('/');
}
