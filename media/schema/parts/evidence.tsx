import type { DiagramTable, TableDetails } from '../../../server/src/protocol/schema-panel.js';
import { LinkButton } from '../../shared/controls/index.js';
import { apply, openPlace } from '../actions.js';
import * as store from '../store.js';

/** Why a table was taken for what it is, and what would overrule it. */
export function Evidence({
  table,
  details,
}: {
  readonly table: DiagramTable;
  readonly details: TableDetails | undefined;
}) {
  const { role, confidence } = table;
  if (role === 'view' || role === 'materialized view' || confidence === 0) return null;
  const evidence = [...(details?.evidence ?? [])].sort((a, b) => b.weight - a.weight);
  const most = evidence.reduce((best, { weight }) => Math.max(best, Math.abs(weight)), 0.01);
  const article = /^[aeiou]/.test(role) ? 'an' : 'a';
  const without = details?.withoutNames;
  const [first, ...others] = details?.overrule ?? [];
  return (
    <>
      <h3>
        Why {article} {role}
        <span class="grow" />
        {!store.narrow.value && <span class="chip">{Math.round(confidence * 100)} % sure</span>}
      </h3>
      <ul class="evidence">
        {evidence.map(({ text, weight, place }, index) => {
          const points = Math.round(weight * 100);
          return (
            <li key={index}>
              {place === undefined ? (
                <span>{text}</span>
              ) : (
                <LinkButton onClick={() => openPlace(place)}>{text}</LinkButton>
              )}
              <span class="bar-track" aria-hidden="true">
                <span class="bar-fill" style={{ width: `${Math.round((Math.abs(weight) / most) * 100)}%` }} />
              </span>
              <span class="dim number">{points >= 0 ? `+${points}` : `−${-points}`}</span>
            </li>
          );
        })}
      </ul>
      <p class="dim small-text">
        {without !== undefined && `The name is a convention; without it ${Math.round(without * 100)} %. `}
        {first !== undefined && (
          <LinkButton onClick={() => apply(first.title, first.edits)}>{first.title}</LinkButton>
        )}
        {others.length > 0 && ', rather '}
        {others.map(({ title, edits }, index) => (
          <span key={title}>
            {index > 0 && (index === others.length - 1 ? ' or ' : ', ')}
            <LinkButton onClick={() => apply(title, edits)}>
              {title.charAt(0).toLowerCase() + title.slice(1)}
            </LinkButton>
          </span>
        ))}
        {first !== undefined && '.'}
      </p>
    </>
  );
}
