import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const LAB = join(import.meta.dirname, '../../fixtures/clusters/lab');

/** The files of one cluster of the lab, by their paths. */
export function labFiles(name: string): Record<string, string> {
  const folder = join(LAB, name);
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap(entry => {
      if (!entry.isFile()) return [];
      const path = join(entry.parentPath, entry.name);
      return [[relative(folder, path), readFileSync(path, 'utf8')] as const];
    }),
  );
}
