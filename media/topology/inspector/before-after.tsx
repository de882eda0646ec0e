import type { Playback } from '../../../server/src/protocol/topology-panel.js';

/** Every verdict as it is and as it would be. */
export function BeforeAfter({ before, after }: { readonly before: Playback; readonly after: Playback }) {
  return (
    <table class="before-after">
      <thead class="unseen">
        <tr>
          <th scope="col">Verdict</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {after.verdicts.map(verdict => {
          const was = before.verdicts.find(({ id }) => id === verdict.id);
          return (
            <tr key={verdict.id}>
              <th scope="row">{verdict.title}</th>
              <td class={was?.tone ?? 'unknown'}>{was?.value ?? '–'}</td>
              <td class="dim" aria-hidden="true">
                →
              </td>
              <td class={verdict.tone}>{verdict.value}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
