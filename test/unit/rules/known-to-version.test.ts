import { strict as assert } from 'node:assert';
import type { Cluster, SettingsBySystem } from '../../../server/src/cluster/model.js';
import { Settings } from '../../../server/src/cluster/settings.js';
import { parseVersion, type Version } from '../../../server/src/cluster/version.js';
import { RULES } from '../../../server/src/rules/index.js';
import { fixesOf } from '../../../server/src/rules/rule.js';
import { checkClusterRule, clusterRules } from '../../../server/src/rules/runner/clusters.js';
import { clustersIn } from '../support/clusters.js';
import { filesOf } from './harness.js';

/** Just below a version: `2.1` before `2.2`, `12.99` before `13`. */
function before(since: string): Version {
  const parts = [...parseVersion(since)!];
  while (parts.length > 1 && parts.at(-1) === 0) parts.pop();
  const last = parts.pop()!;
  return last === 0 ? [0] : [...parts, last - 1, 99];
}

function aged(settings: SettingsBySystem, system: string, version: Version): SettingsBySystem {
  return Object.fromEntries(
    Object.entries(settings).map(([name, own]) => [
      name,
      own.table.system === system
        ? new Settings(own.table, version, own.written, undefined, own.partial)
        : own,
    ]),
  );
}

/** The same cluster in an older version of one of its systems. */
function inVersion(cluster: Cluster, system: string, version: Version): Cluster {
  const of = <T extends { readonly settings: SettingsBySystem }>(each: T): T => ({
    ...each,
    settings: aged(each.settings, system, version),
  });
  return {
    ...of(cluster),
    versions: { ...cluster.versions, [system]: { version } },
    members: cluster.members.map(member => ({ ...of(member), version })),
    routers: cluster.routers.map(of),
    clients: cluster.clients.map(of),
    resources: cluster.resources.map(of),
  };
}

describe('advice of the rules', () => {
  it('names no parameter that the version at hand does not have, unless somebody wrote it', () => {
    const wrong: string[] = [];
    let asked = 0;
    for (const rule of RULES) {
      if (rule.on !== 'cluster') continue;
      const [enabled] = clusterRules({ rules: { [rule.id]: 'info' } }, [rule]);
      for (const example of rule.bad) {
        const files = Object.entries(filesOf(example)).map(
          ([path, text]) => [`file:///w/${path}`, text] as const,
        );
        const clusters = clustersIn(Object.fromEntries(files));
        const check = (cluster: Cluster) =>
          checkClusterRule(cluster, enabled!, { clusters, schemas: [], objectives: {} }, line =>
            assert.fail(line),
          );
        for (const cluster of clusters) {
          const said = check(cluster).map(({ message }) => message);
          if (said.length === 0) continue;
          const all = [cluster, ...cluster.members].flatMap(({ settings }) => Object.values(settings));
          for (const table of new Set(all.map(settings => settings.table))) {
            for (const { name, since } of table.all) {
              if (since === undefined || !/[._-]/.test(name) || !said.some(text => names(text, name)))
                continue;
              if (isWritten(all, name)) continue;
              asked++;
              const older = inVersion(cluster, table.system, before(since));
              for (const finding of check(older)) {
                const texts = [
                  finding.message,
                  ...fixesOf(finding).flatMap(({ title, edits }) => [
                    title,
                    ...edits.map(({ newText }) => newText),
                  ]),
                ];
                for (const text of texts)
                  if (names(text, name)) wrong.push(`${rule.id}: ${name} before ${since}: ${text}`);
              }
            }
          }
        }
      }
    }
    assert.ok(asked > 10, `only ${asked} cases`);
    assert.deepEqual(wrong, []);
  });
});

function isWritten(all: readonly Settings[], name: string): boolean {
  return all.some(({ table, written }) => written.some(({ key }) => table.find(key)?.name === name));
}

function names(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w.-])${name.replace(/[.-]/g, '\\$&')}(?![\\w-])`).test(text);
}
