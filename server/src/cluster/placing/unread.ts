import type { ServiceDraft } from '../services/model.js';
import type { Source } from '../source.js';

/**
 * Paths beside a composition that it mounts where PostgreSQL's image does not look: without `config_file` or `hba_file` the server
 * reads what lies in its data directory.
 */
export function unreadBy({ files, image }: ServiceDraft, text: string): readonly string[] {
  if (image === undefined || !IMAGE.test(image.text) || NAMES_FILE.test(text)) return [];
  return files.flatMap(({ containerPath, hostPath }) =>
    hostPath === undefined || !/\.conf$/.test(containerPath) || READ.test(containerPath) ? [] : [hostPath],
  );
}

/** True for such a file within a manifest that starts the server as well. */
export function isUnread({ name }: Source, { text }: Source): boolean {
  if (!/^(?:postgresql|pg_hba)\.conf$/.test(name) || NAMES_FILE.test(text)) return false;
  const images = [...text.matchAll(/^[ \t-]*image:[ \t]*["']?([^\s"']+)/gm)].map(([, image]) => image!);
  if (!images.some(image => IMAGE.test(image))) return false;
  // Something may copy it, or it is mounted where the server looks.
  return !/\bcp[ \t][^\n]*\.conf|["'\s](?:cp|install)["'],|\/var\/lib\/postgresql[^\n]*\.conf/.test(text);
}

/** Images with the entrypoint of the official one. */
const IMAGE =
  /^(?:docker\.io\/)?(?:(?:library\/)?postgres|pgvector\/pgvector|postgis\/postgis|timescale\/timescaledb)(?::|@|$)/;
const NAMES_FILE = /\b(?:config_file|hba_file|include_dir|include_if_exists)\b/;
/** The data directory, and what scripts of the first start lie in, which may copy it. */
const READ = /^\/(?:var\/lib\/postgresql|docker-entrypoint-initdb\.d|data|pgdata)\//;
