import type { CompareAnswer } from '../../../server/src/protocol/topology-panel.js';
import { Banner, LinkButton } from '../../shared/controls/index.js';
import { openPlace } from '../actions.js';
import { before, comparison as shownComparison } from '../store.js';
import { plural } from '../words.js';

/** What differs from another version of the files. */
export function Changes({ comparison }: { readonly comparison: CompareAnswer & { readonly label: string } }) {
  const { changes, why, label } = comparison;
  const close = (): void => {
    shownComparison.value = undefined;
    if (before.value?.label === label) before.value = undefined;
  };
  return (
    <Banner tone="info" actions={<LinkButton onClick={close}>Stop comparing</LinkButton>}>
      <p>
        <b>{`Compared with ${label}: `}</b>
        {changes.length === 0 ? 'nothing of the cluster differs.' : `${plural(changes.length, 'change')}.`}{' '}
        {why}
      </p>
      {changes.length > 0 && (
        <ul class="changes">
          {changes.map(({ text, place }) => (
            <li key={text}>
              {place === undefined ? text : <LinkButton onClick={() => openPlace(place)}>{text}</LinkButton>}
            </li>
          ))}
        </ul>
      )}
    </Banner>
  );
}
