import type { Fragment } from '../module.js';
import type { PlacingData } from './model.js';

/**
 * Without files of tasks that nothing carries out: neither the `main.yml` of their role, nor what that includes, nor a play or
 * another role by `tasks_from`. A role whose tasks do not begin in a `main.yml` is begun by somebody else: all of it counts.
 */
export function carriedOut(placing: readonly Fragment<PlacingData>[]): readonly Fragment<PlacingData>[] {
  const byRole = new Map<string, Fragment<PlacingData>[]>();
  for (const each of placing) {
    const { role, tasks } = each.data;
    if (role === undefined || tasks === undefined || tasks.startsWith('handlers/')) continue;
    const known = byRole.get(role);
    if (known === undefined) byRole.set(role, [each]);
    else known.push(each);
  }
  const waiting = new Set<Fragment<PlacingData>>();
  for (const files of byRole.values())
    if (files.length > 1 && files.some(({ data }) => BEGINS.test(data.tasks!)))
      for (const each of files) if (!BEGINS.test(each.data.tasks!)) waiting.add(each);
  if (waiting.size === 0) return placing;
  // What is carried out may include others in its turn.
  const begun = placing.filter(each => !waiting.has(each));
  while (begun.length > 0 && waiting.size > 0) {
    const { data } = begun.pop()!;
    for (const run of data.runs) {
      if (run.startsWith('role:')) continue;
      const own = run.startsWith('tasks:') && data.role !== undefined && !/\.\.\/|roles\/|:\*\//.test(run);
      const name = run.slice(Math.max(run.indexOf(':'), run.lastIndexOf('/')) + 1);
      // Patterns name files of the role itself.
      const among = own ? (byRole.get(data.role) ?? []) : waiting;
      for (const each of among) {
        if (!waiting.has(each) || !isCalled(each.data.tasks!, name)) continue;
        waiting.delete(each);
        begun.push(each);
      }
    }
  }
  return waiting.size === 0 ? placing : placing.filter(each => !waiting.has(each));
}

const BEGINS = /^main\.ya?ml$/;

/** True for `configure.yml` where it is called that, or `configure`, or by a pattern that it fits. */
function isCalled(tasks: string, name: string): boolean {
  const file = tasks.slice(tasks.lastIndexOf('/') + 1);
  if (name.includes('*')) return fits(file, name) || fits(bare(file), name);
  return file === name || bare(file) === bare(name);
}

function bare(file: string): string {
  return file.replace(/\.ya?ml$/, '');
}

function fits(file: string, pattern: string): boolean {
  const first = pattern.slice(0, pattern.indexOf('*'));
  const last = pattern.slice(pattern.lastIndexOf('*') + 1);
  return file.startsWith(first) && file.endsWith(last);
}
