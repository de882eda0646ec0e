import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Analyzer } from '../../../../server/src/analyzer.js';
import type { Cluster } from '../../../../server/src/cluster/model.js';
import type { PanelContext } from '../../../../server/src/panel/answer.js';
import { answerTopology } from '../../../../server/src/panel/topology/index.js';
import type {
  ShownCluster,
  TopologyAnswer,
  TopologyQuestion,
  TopologySnapshot,
} from '../../../../server/src/protocol/topology-panel.js';
import { workspace } from '../../support/workspace.js';

const REPOSITORY = resolve(__dirname, '../../../..');

/** Folders of examples and of recorded clusters. */
export const FOLDERS: readonly string[] = ['examples', 'test/fixtures/clusters/lab'].flatMap(top =>
  readdirSync(join(REPOSITORY, top))
    .map(name => `${top}/${name}`)
    .filter(path => statSync(join(REPOSITORY, path)).isDirectory()),
);

/** The files of a folder of the repository, by their paths from it. */
export function filesOf(folder: string): Record<string, string> {
  const top = join(REPOSITORY, folder);
  const found: Record<string, string> = {};
  const walk = (path: string): void => {
    for (const name of readdirSync(path)) {
      const inner = join(path, name);
      if (statSync(inner).isDirectory()) walk(inner);
      else found[relative(top, inner)] = readFileSync(inner, 'utf8');
    }
  };
  walk(top);
  return found;
}

/** A panel's end of a workspace: questions and their answers. */
export class Asked {
  private constructor(readonly analyzer: Analyzer) {}

  static async of(files: Readonly<Record<string, string>>): Promise<Asked> {
    return new Asked((await workspace(files)).analyzer);
  }

  get context(): PanelContext<TopologyAnswer> {
    return {
      analyzer: this.analyzer,
      cancelled: () => false,
      pause: async () => undefined,
      part: () => undefined,
    };
  }

  /** Every cluster with a file that the panel could be opened from. */
  get clusters(): readonly { readonly uri: string; readonly cluster: Cluster }[] {
    return [...this.analyzer.landscapes().values()].flatMap(({ clusters }) =>
      clusters.map(cluster => ({ uri: cluster.sources[0]!, cluster })),
    );
  }

  /** Fails where the answer is a sentence. */
  async ask<K extends TopologyQuestion['kind']>(
    question: Extract<TopologyQuestion, { kind: K }>,
  ): Promise<Extract<TopologyAnswer, { kind: K }>> {
    const answer = await answerTopology(question, this.context);
    if (!('kind' in answer)) throw new Error(answer.why);
    return answer as Extract<TopologyAnswer, { kind: K }>;
  }

  snapshot(uri: string, cluster?: string): Promise<TopologySnapshot> {
    return this.ask({ kind: 'snapshot', uri, ...(cluster === undefined ? {} : { cluster }) });
  }

  async shown(uri: string, cluster?: string): Promise<ShownCluster> {
    const { shown } = await this.snapshot(uri, cluster);
    if (shown === undefined) throw new Error(`No cluster in ${uri}.`);
    return shown;
  }
}
