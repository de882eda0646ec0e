import picomatch from 'picomatch/posix';
import type { FactLayer } from '../workload/facts/index.js';
import type { ProjectConfig, TableConfig } from './config.js';

/** What a `faultline.yaml` says of tables and the machine; undefined where it says nothing. */
export function configLayer(config: ProjectConfig): FactLayer | undefined {
  const known = layers.get(config);
  if (known !== undefined) return known ?? undefined;
  const layer = config.tables.length > 0 || config.hardware.memoryBytes ? makeLayer(config) : null;
  layers.set(config, layer);
  return layer ?? undefined;
}

const layers = new WeakMap<ProjectConfig, FactLayer | null>();

/** Names come before globs, globs in the order in which they stand. */
function makeLayer({ tables, hardware }: ProjectConfig): FactLayer {
  const isGlob = ({ glob }: TableConfig): boolean => /[*?[{!]/.test(glob);
  const entries = [...tables.filter(table => !isGlob(table)), ...tables.filter(isGlob)].map(
    ({ glob, facts }) => ({ test: testOf(glob), facts }),
  );
  return {
    factsOf: (schema, name) =>
      entries.filter(({ test }) => test(name) || test(`${schema}.${name}`)).map(({ facts }) => facts),
    environment: () => hardware,
  };
}

function testOf(glob: string): (name: string) => boolean {
  try {
    return picomatch(glob, { dot: true, nocase: true });
  } catch {
    return () => false;
  }
}
