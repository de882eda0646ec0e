import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Bounds } from '../simulate/explore/stage.js';
import { settingValue } from '../simulate/report/settings.js';
import { exportTla } from '../simulate/tla/index.js';
import { CliError, type CliIo } from './io.js';
import type { OneCluster } from './one-cluster.js';

/**
 * Writes a cluster and the bounds of a search as a TLA+ specification: into a folder, or the module alone to the output.
 * Throws a `CliError` where there is none of its family, or the folder cannot be written.
 * @param folder Undefined: print.
 */
export async function writeSpecification(
  { cluster, all, locate }: OneCluster,
  bounds: Partial<Bounds> | undefined,
  folder: string | undefined,
  io: CliIo,
): Promise<void> {
  const found = exportTla(cluster, all, bounds, ref => settingValue(ref, cluster, all, locate));
  if ('why' in found) throw new CliError(found.why);
  if (folder === undefined) {
    io.stdout.write(found.files[0]!.text);
    return;
  }
  const to = resolve(io.cwd, folder);
  try {
    await mkdir(to, { recursive: true });
    for (const { name, text } of found.files) await writeFile(join(to, name), text);
  } catch (error) {
    throw new CliError(
      `${folder} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  for (const { name } of found.files) io.stdout.write(`${join(folder, name)}\n`);
}
