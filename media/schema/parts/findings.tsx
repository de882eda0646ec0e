import type {
  DiagramFinding,
  DiagramTable,
  TableDetails,
} from '../../../server/src/protocol/schema-panel.js';
import { Button } from '../../shared/controls/index.js';
import { apply, bridge, openPlace, select } from '../actions.js';
import { count } from '../model/words.js';

/** What is wrong with a table, and what mends it as soon as that is known. */
export function Findings({
  table,
  details,
}: {
  readonly table: DiagramTable;
  readonly details: TableDetails | undefined;
}) {
  const { findings } = table;
  if (findings.length === 0) return null;
  return (
    <>
      <h3>
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          <path class="finding" d="M8 1l8 14h-16z" />
        </svg>
        {count(findings.length, 'finding')}
      </h3>
      <ul class="findings">
        {findings.map((finding, index) => (
          <li key={index} class={`finding-card ${finding.severity}`}>
            <Finding finding={finding} table={table} fixes={fixesOf(finding, details)} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Finding({
  finding,
  table,
  fixes,
}: {
  readonly finding: DiagramFinding;
  readonly table: DiagramTable;
  readonly fixes: NonNullable<DiagramFinding['fixes']>;
}) {
  const { message, rule, severity, column, place } = finding;
  // The first sentence says what is wrong, the others what follows from it.
  const end = message.search(/[.:;](\s|$)/);
  const [first, rest] = end < 0 ? [message, ''] : [message.slice(0, end), message.slice(end + 1).trim()];
  return (
    <>
      <p class="finding-title">
        <span class="unseen">{severity}: </span>
        <b>{first}</b>
      </p>
      {rest !== '' && <p class="dim">{rest.charAt(0).toUpperCase() + rest.slice(1)}</p>}
      <p class="dim">
        {column !== undefined && (
          <button type="button" class="link" onClick={() => select(table.id, column)}>
            <code>{column}</code>
          </button>
        )}{' '}
        <button
          type="button"
          class="link"
          onClick={() =>
            bridge.send({ type: 'run', command: 'faultline.openRuleDocumentation', arguments: [rule] })
          }
        >
          {rule}
        </button>
      </p>
      <div class="actions">
        {fixes.map(({ title, edits }, index) => (
          <Button key={title} primary={index === 0} onClick={() => apply(title, edits)}>
            {edits.length > 1 && title.length < 24 ? `${title} (${edits.length} places)` : title}
          </Button>
        ))}
        <Button onClick={() => openPlace(place)}>Open</Button>
      </div>
    </>
  );
}

/** What mends a finding, unless the details are those of a text that has changed since: their edits would hit other places. */
function fixesOf(
  { rule, message, place }: DiagramFinding,
  details: TableDetails | undefined,
): NonNullable<DiagramFinding['fixes']> {
  const same = details?.findings.find(
    each =>
      each.rule === rule &&
      each.message === message &&
      each.place.uri === place.uri &&
      each.place.range.start.line === place.range.start.line &&
      each.place.range.start.character === place.range.start.character,
  );
  return same?.fixes ?? [];
}
