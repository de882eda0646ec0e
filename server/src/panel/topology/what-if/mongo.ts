import type { Cluster } from '../../../cluster/model.js';
import type { Settings } from '../../../cluster/settings.js';
import { spanInFile } from './insert.js';
import type { TextEdit, TextOfFile } from './plan.js';
import type { Turned } from './setting.js';

/** What `setDefaultRWConcern` sets for all programs that name no concern of their own. */
const DEFAULTS = /^(default(?:Read|Write)Concern)\.(w|level)$/;

/**
 * A setting of a replica set in the document that `rs.initiate` is given: before its `members`, in `settings` where it
 * belongs there; what is set for the whole set by a command of its own, behind the call. Undefined: no document is shown, or
 * it has settings of its own.
 */
export function mongoInsertion(
  { system, knob, cluster }: Turned,
  settings: Settings,
  value: string,
  textOfFile: TextOfFile,
): TextEdit | undefined {
  const inSettings = knob.name.startsWith('settings.');
  if (system !== 'mongodb' || settings !== cluster.settings.mongodb) return undefined;
  if (DEFAULTS.test(knob.name)) return defaultsInsertion(cluster, settings, knob.name, value, textOfFile);
  if (!inSettings && knob.name !== 'writeConcernMajorityJournalDefault') return undefined;
  const member = cluster.members[0];
  const text = member && textOfFile(member.origin.unit.uri);
  if (member === undefined || text === undefined) return undefined;
  const before = text.slice(0, spanInFile(member.origin).start);
  const members = [...before.matchAll(/(["']?)members\1\s*:\s*\[/g)].at(-1);
  if (
    members === undefined ||
    (inSettings && settings.written.some(({ key }) => key.startsWith('settings.')))
  )
    return undefined;
  const quote = members[1] ?? '';
  const named = (name: string, held: string) => `${quote}${name}${quote}: ${held}`;
  const entry = inSettings
    ? named('settings', `{ ${named(knob.name.slice('settings.'.length), value)} }`)
    : named(knob.name, value);
  const indent = /(?:^|\n)([ \t]*)$/.exec(before.slice(0, members.index))?.[1];
  const { index } = members;
  return {
    uri: member.origin.unit.uri,
    start: index,
    end: index,
    newText: indent === undefined ? `${entry}, ` : `${entry},\n${indent}`,
  };
}

/**
 * A line of its own behind the statement that makes the set, in a script of the shell: `db.adminCommand({ setDefaultRWConcern: 1,
 * … })` (https://www.mongodb.com/docs/manual/reference/command/setDefaultRWConcern/). Undefined: such a command
 * says something of it already, or the statement does not end where it can be seen.
 */
function defaultsInsertion(
  { members: [member] }: Cluster,
  settings: Settings,
  name: string,
  value: string,
  textOfFile: TextOfFile,
): TextEdit | undefined {
  const uri = member?.origin.unit.uri ?? '';
  const text = textOfFile(uri);
  if (member === undefined || text === undefined || !/\.[cm]?js$/.test(uri)) return undefined;
  const [, outer, inner] = DEFAULTS.exec(name)!;
  if (settings.written.some(({ key }) => key.startsWith(`${outer}.`))) return undefined;
  const { end } = spanInFile(member.origin);
  // The first line that closes a call at its beginning, as scripts are laid out; or all of it stands on one line.
  const close = /(?:^\s*|[})]\s*)\)[ \t]*;?[ \t]*(?=\r?\n|$)/m.exec(text.slice(end));
  if (close === null) return undefined;
  const at = end + close.index + close[0].length;
  const quote = /["']/.exec(text)?.[0] ?? '"';
  const held = /^\d+$/.test(value) ? value : `${quote}${value}${quote}`;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return {
    uri,
    start: at,
    end: at,
    newText: `${eol}db.adminCommand({ setDefaultRWConcern: 1, ${outer}: { ${inner}: ${held} } });`,
  };
}
