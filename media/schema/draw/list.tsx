import { useComputed } from '@preact/signals';
import type { DiagramEdge } from '../../../server/src/protocol/schema-panel.js';
import type { PlacedCard } from '../model/scene.js';
import { cardSentence } from '../model/sentences.js';
import * as store from '../store.js';

const NONE: readonly DiagramEdge[] = [];
/** More would take longer to make than to draw. */
const MOST = 400;

interface Said {
  readonly text: string;
  readonly edges: readonly DiagramEdge[];
}

/** What is said of a card stays while it does and references do: a card that is moved says nothing new of others. */
const SAID = new WeakMap<PlacedCard, Said>();

function sentenceOf(card: PlacedCard, edges: readonly DiagramEdge[]): string {
  const known = SAID.get(card);
  if (known?.edges === edges) return known.text;
  const text = cardSentence(card, edges);
  SAID.set(card, { text, edges });
  return text;
}

/** The picture in words, for those who do not see it. */
export function List() {
  const sentences = useComputed(() => {
    const edges = store.diagram.value?.edges ?? NONE;
    const { cards } = store.scene.value;
    const found = cards.slice(0, MOST).map(card => ({ id: card.id, text: sentenceOf(card, edges) }));
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
