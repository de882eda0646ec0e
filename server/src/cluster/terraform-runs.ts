/**
 * The folders that a document's commands carry Terraform out in, relative to its own: `cd terraform` and then
 * `terraform apply`, or `terraform -chdir=live apply`. Empty where any is carried out beside the document itself.
 */
export function terraformFolders(text: string): readonly string[] {
  if (!/\bterraform[ \t]+(?:-chdir|init|plan|apply)/.test(text)) return [];
  const folders = new Set<string>();
  let at = '';
  let cloned: string | undefined;
  for (const [, block] of text.matchAll(/^[ \t]*```[^\n]*\n([\s\S]*?)^[ \t]*```/gm)) {
    for (const line of block!.split(/\n|&&|;/)) {
      cloned = /\bgit[ \t]+clone\b.*[/:]([\w.-]+?)(?:\.git)?[ \t]*$/.exec(line)?.[1] ?? cloned;
      const to = /^[ \t]*(?:\$[ \t]+)?cd[ \t]+["']?([\w./-]+)/.exec(line)?.[1];
      if (to !== undefined) at = to === cloned ? '' : joined(at, to);
      const run = /\bterraform[ \t]+(?:-chdir=["']?([\w./-]+)["']?[ \t]+)?(?:init|plan|apply)\b/.exec(line);
      if (run === null) continue;
      const folder = run[1] === undefined ? at : joined(at, run[1]);
      if (folder === '') return [];
      folders.add(folder);
    }
  }
  return [...folders];
}

/** A path below another, without steps up; from the root of the file system it is somewhere else. */
function joined(folder: string, path: string): string {
  const parts = path.startsWith('/') ? [] : folder.split('/').filter(part => part !== '');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
