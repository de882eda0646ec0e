import type { Scene } from '../picture/scene.js';
import { still } from '../picture/still.js';

/** The same things as the picture, as a list: for those who read it rather than see it. */
export const ThingList = still(({ scene }: { readonly scene: Scene }) => (
  <ul class="unseen" aria-label="Nodes, links and clients">
    {scene.nodes.map(({ id, name }) => (
      <li key={`node ${id}`}>{name}</li>
    ))}
    {scene.links.map(({ id, name }) => (
      <li key={`link ${id}`}>{name}</li>
    ))}
    {scene.clients.map(({ name, spoken }) => (
      <li key={`client ${name}`}>{spoken}</li>
    ))}
  </ul>
));
