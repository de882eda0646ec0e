import type { Settings } from '../../../cluster/settings.js';
import { spanInFile } from './insert.js';
import type { TextEdit, TextOfFile } from './plan.js';
import type { Turned } from './setting.js';

/**
 * A setting of a replica set in the document that `rs.initiate` is given: before its `members`, in `settings` where it
 * belongs there. Undefined: no document is shown, or it has settings of its own.
 */
export function mongoInsertion(
  { system, knob, cluster }: Turned,
  settings: Settings,
  value: string,
  textOfFile: TextOfFile,
): TextEdit | undefined {
  const inSettings = knob.name.startsWith('settings.');
  if (system !== 'mongodb' || settings !== cluster.settings.mongodb) return undefined;
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
