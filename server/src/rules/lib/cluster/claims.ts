import type { Claim } from '../../../cluster/claims/model.js';
import type { Cluster, Member } from '../../../cluster/model.js';
import type { Settings } from '../../../cluster/settings.js';
import type { System } from '../../../cluster/systems.js';
import type { Origin } from '../../../sql/reading.js';
import type { ClusterContext, Related } from '../../rule.js';

/**
 * The check of a rule on a claim: reports it where every cluster that it may speak of disagrees.
 * @param disagrees The sentence that says what the cluster does instead; undefined: the claim holds, or nobody can tell.
 * @param because The setting that makes it so.
 */
export function checkClaim(
  id: string,
  disagrees: (cluster: Cluster, claim: Claim) => string | undefined,
  because: (cluster: Cluster) => Origin | undefined = () => undefined,
): (cluster: Cluster, context: ClusterContext) => void {
  return (cluster, context) => {
    const said = new Map<string, { first: Report; files: Set<string> }>();
    for (const { claim, about } of cluster.claims ?? []) {
      // Said once, by the first of the clusters that it may speak of.
      if (claim.id !== id || about[0] !== cluster) continue;
      const answers = about.map(each => disagrees(each, claim));
      const [message] = answers;
      if (message === undefined || answers.includes(undefined)) continue;
      // What is said again, further down or in another file, is one mistake.
      const again = message.slice(quoted(claim).length);
      const setting = because(cluster);
      const told =
        claim.where === 'document' ? withFile(message, claim, setting ?? writtenTo(cluster)) : message;
      const known = said.get(again);
      const { origin } = claim.words;
      if (known === undefined) {
        const related: Related[] =
          setting === undefined ? [] : [{ origin: setting, message: 'What the configuration says.' }];
        said.set(again, { first: { origin, message: told, related }, files: new Set([claim.uri]) });
      } else if (!known.files.has(claim.uri)) {
        known.files.add(claim.uri);
        known.first.related.push({ origin, message: 'said here as well', same: true });
      }
    }
    for (const { first } of said.values())
      context.report(first.related.length > 0 ? first : { origin: first.origin, message: first.message });
  };
}

/** Where the setting would be written: beside the others that all nodes of Patroni share. */
function writtenTo({ settings: { patroni }, origin }: Cluster): Origin {
  return patroni?.written[0]?.origin ?? origin;
}

/** A document is not where it stands: which file says otherwise is told instead of "here". */
function withFile(message: string, claim: Claim, { unit: { uri } }: Origin): string {
  const start = quoted(claim).length;
  const file = uri.slice(uri.lastIndexOf('/') + 1).replaceAll('%20', ' ');
  return message.slice(0, start) + message.slice(start).replace(/ here\b/, ` in ${file}`);
}

interface Report {
  readonly origin: Origin;
  readonly message: string;
  readonly related: Related[];
}

/** The settings of a system: those of the cluster, else those of the first member that has some. */
export function settingsOf(cluster: Cluster, system: System): Settings | undefined {
  return (
    cluster.settings[system] ?? cluster.members.find(member => member.settings[system])?.settings[system]
  );
}

/** Members that hold data. */
export function dataMembers(cluster: Cluster): readonly Member[] {
  return cluster.members.filter(({ role }) => role === 'data');
}

/** Votes of all members; undefined where not all are known. */
export function votesOf(cluster: Cluster): number | undefined {
  if (cluster.open || cluster.members.length === 0) return undefined;
  return cluster.members.reduce((sum, { votes }) => sum + votes, 0);
}

/** What a claim says, short, as a quotation. */
export function quoted({ words }: Claim): string {
  const text = words.text.trim();
  return text.length > 60 ? `"${text.slice(0, 57)}…"` : `"${text}"`;
}

/** What all rules on claims have in common. */
export const CLAIM = {
  subject: 'claims',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  gains: 'None: the sentence gives a reader more trust than the configuration earns.',
  fineWhen:
    'The sentence is about another cluster than the one whose configuration stands in the workspace, or the running cluster is set differently.',
} as const;

/** The setting that decides what commits wait for. */
export function commitSetting({ commit }: Cluster): Origin | undefined {
  return commit.origin;
}

/** Where a setting of a system is written. */
export function written(system: System, name: string): (cluster: Cluster) => Origin | undefined {
  return cluster => settingsOf(cluster, system)?.given(name)?.written.origin;
}
