import type { Fragment } from '../../module.js';
import { folderOf, type MysqlDraft, nameOf, type ServerDraft } from './data.js';

/**
 * Fragments without option files that a composition left behind: it gives a server the same number by its arguments, makes no
 * image of its own, and names neither the file nor its folder as what is mounted. No server reads them.
 */
export function withoutLeftOver(fragments: readonly Fragment<MysqlDraft>[]): readonly Fragment<MysqlDraft>[] {
  const services = fragments.flatMap(({ data }) =>
    data.kind === 'server' && data.service?.made === true ? [data] : [],
  );
  if (services.length === 0) return fragments;
  return fragments.filter(
    ({ data }) =>
      data.kind !== 'server' ||
      data.service !== undefined ||
      data.templated ||
      !services.some(service => replaces(service, data)),
  );
}

function replaces(service: ServerDraft, file: ServerDraft): boolean {
  const beside = folderOf(folderOf(service.path));
  const id = numberOf(file);
  if (id === undefined || id !== numberOf(service)) return false;
  if (!(beside === '' || folderOf(file.path) === beside || file.path.startsWith(`${beside}/`))) return false;
  const { text } = service.origin.unit.piece;
  const folder = nameOf(folderOf(file.path));
  return !text.includes(nameOf(file.path)) && !mounts(text, folder);
}

/** True where a text has a folder of this name in front of the colon of a mount, or mounts all there is. */
function mounts(text: string, folder: string): boolean {
  for (const each of folder === '' ? ['.'] : [folder, '.']) {
    for (let at = text.indexOf(each); at !== -1; at = text.indexOf(each, at + 1)) {
      // A name that goes on, or the scheme of an address, is something else.
      if (!/[\s"'/]/.test(text.charAt(at - 1))) continue;
      if (/^\/?:\/(?!\/)/.test(text.slice(at + each.length, at + each.length + 4))) return true;
    }
  }
  return false;
}

function numberOf({ written }: ServerDraft): string | undefined {
  const raw = written.filter(({ key }) => key === 'server_id').at(-1)?.raw;
  return raw === undefined || raw === null ? undefined : String(raw);
}
