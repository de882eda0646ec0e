import { strict as assert } from 'node:assert';
import { findCluster } from '../../../../server/src/panel/topology/find.js';
import { edited } from '../../../../server/src/panel/topology/tried.js';
import { knobOf } from '../../../../server/src/panel/topology/what-if/setting.js';
import { shownValue } from '../../../../server/src/panel/topology/what-if/value-text.js';
import type { EditsAnswer, WhatIf, WhatIfValue } from '../../../../server/src/protocol/topology-panel.js';
import { at } from '../../support/memory-host.js';
import { Asked, FOLDERS, filesOf } from './examples.js';

describe('topology panel: what if', () => {
  for (const folder of FOLDERS) {
    it(`tries every parameter of ${folder}, and writes what it tried`, async () => {
      const asked = await Asked.of(filesOf(folder));
      for (const { uri, cluster } of asked.clusters) {
        const { whatIf } = await asked.shown(uri, cluster.id);
        const before = asked.analyzer.landscapeOf(uri);
        for (const each of whatIf) {
          const value = another(each);
          const found = findCluster(asked, uri, cluster.id, { [each.id]: value });
          assert.ok(
            'cluster' in found,
            `${cluster.id} ${each.id} = ${value}: ${'why' in found && found.why}`,
          );
          if (!each.appliable) continue;
          const what = `${cluster.id} ${each.id} = ${value}`;
          const turned = knobOf(found.cluster, found.all, each.id);
          assert.equal(String(shownValue(turned!.knob, turned!.setting.value)), String(value), what);
          assert.equal(asked.analyzer.landscapeOf(uri), before, 'nothing that is kept changes');
          const answer = await asked.ask({
            kind: 'edits',
            uri,
            cluster: cluster.id,
            whatIf: { [each.id]: value },
          });
          assert.ok(answer.edits.length > 0, what);
          const again = await Asked.of({ ...filesOf(folder), ...applied(asked, answer) });
          const now = (await again.shown(uri, cluster.id)).whatIf.find(({ id }) => id === each.id);
          assert.equal(now?.written, true, what);
          if (turned!.setting.value === turned!.setting.effective)
            assert.equal(String(now.value), String(value), what);
        }
      }
    });
  }
});

/** A value that is not the one there: as near as a slider goes. */
function another({ value, control }: WhatIf): WhatIfValue {
  if (control.kind === 'toggle') return !value;
  if (control.kind === 'choice') return control.options.find(option => option.value !== value)!.value;
  const { min, max, step } = control;
  const up = Math.round(((value as number) + step) * 1000) / 1000;
  return up <= max ? up : Math.max(min, Math.round(((value as number) - step) * 1000) / 1000);
}

/** The files that an answer changes, by path. */
function applied(asked: Asked, { edits }: EditsAnswer): Record<string, string> {
  const found: Record<string, string> = {};
  for (const uri of new Set(edits.map(edit => edit.uri)))
    found[uri.slice(at('').length)] = edited(
      asked.analyzer.text(uri)!,
      edits
        .filter(edit => edit.uri === uri)
        .map(({ range, newText }) => ({
          uri,
          start: asked.analyzer.offsetAt(uri, range.start),
          end: asked.analyzer.offsetAt(uri, range.end),
          newText,
        })),
    );
  return found;
}
