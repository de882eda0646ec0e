import { useComputed } from '@preact/signals';
import { cardSentence } from '../model/sentences.js';
import * as store from '../store.js';

/** More would take longer to make than to draw. */
const MOST = 400;

/** The picture in words, for those who do not see it. */
export function List() {
  const sentences = useComputed(() => {
    const edges = store.diagram.value?.edges ?? [];
    const { cards } = store.scene.value;
    const found = cards.slice(0, MOST).map(card => ({ id: card.id, text: cardSentence(card, edges) }));
    if (cards.length > MOST)
      found.push({ id: '', text: `${cards.length - MOST} more tables are shown; search finds them.` });
    return found;
  });
  return (
    <ul class="unseen" aria-label="Tables in the picture">
      {sentences.value.map(({ id, text }) => (
        <li key={id}>{text}</li>
      ))}
    </ul>
  );
}
