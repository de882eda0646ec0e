import type { PanelNode, Playback, PlaybackProcess } from '../../../server/src/protocol/topology-panel.js';
import type { PanelPlace } from '../../../server/src/protocol/webview.js';
import { IconButton, LinkButton } from '../../shared/controls/index.js';
import { CloseIcon } from '../../shared/icons.js';
import { openPlace } from '../actions.js';
import { latest, logAt, originOf, roleAt, spanAt, staleAt } from '../at.js';
import { placeWords } from '../files.js';
import { instant, playback, selection, shown, type Thing } from '../store.js';
import { count, networkSentence, plural, processRole, seconds } from '../words.js';

/** What is known of the chosen thing at the instant. */
export function Selected({ thing }: { readonly thing: Thing }) {
  const described = describe(thing);
  if (described === undefined) return null;
  const { title, about, facts, places, findings } = described;
  return (
    <section class="selected" aria-label={`Selected: ${title}`}>
      <h2>
        <span class="selected-title">{title}</span>
        <span class="dim">{about}</span>
        <span class="grow" />
        <IconButton
          label="Drop the selection"
          keys="Esc"
          icon={<CloseIcon />}
          onClick={() => {
            selection.value = undefined;
          }}
        />
      </h2>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {findings > 0 && (
        <p class="small">
          {plural(findings, 'finding')}
          {findings === 1 ? ' is' : ' are'} about it: the file says which.
        </p>
      )}
      {places.length > 0 && (
        <p class="small">
          <span class="dim">Written in </span>
          {places.slice(0, 4).map((place, index) => (
            <span key={`${place.uri} ${place.range.start.line}`}>
              {index > 0 && ', '}
              <LinkButton onClick={() => openPlace(place)}>{placeWords(place)}</LinkButton>
            </span>
          ))}
        </p>
      )}
    </section>
  );
}

interface Described {
  readonly title: string;
  readonly about: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly places: readonly PanelPlace[];
  readonly findings: number;
}

function describe(thing: Thing): Described | undefined {
  const cluster = shown.value;
  const run = playback.value;
  const ms = instant.value;
  switch (thing.kind) {
    case 'node': {
      const node = cluster?.nodes.find(({ id }) => id === thing.id);
      const processes =
        run?.processes.filter(({ node: id, name }) => id === thing.id || name === thing.id) ?? [];
      if (node === undefined && processes.length === 0) return undefined;
      return nodeFacts(thing.id, node, processes, run, ms);
    }
    case 'link': {
      const link = cluster?.links.find(({ id }) => id === thing.id);
      if (link === undefined) return undefined;
      return {
        title: `${link.from} to ${link.to}`,
        about: LINKS[link.kind],
        facts: [
          ...(link.label === '' ? [] : [['Kind', link.label] as const]),
          ...(link.latencyMs === undefined ? [] : [['One way', `${link.latencyMs} ms`] as const]),
        ],
        places: link.places,
        findings: 0,
      };
    }
    case 'group': {
      const group = cluster?.groups.find(({ id }) => id === thing.id);
      const inside = cluster?.nodes.filter(({ group: id }) => id === thing.id) ?? [];
      if (group === undefined) return undefined;
      return {
        title: group.title,
        about: group.level === 'other' ? 'group' : group.level,
        facts: [['Nodes', inside.map(({ title }) => title).join(', ') || 'none of its own']],
        places: [],
        findings: 0,
      };
    }
    case 'client': {
      const client = run?.clients.find(({ name }) => name === thing.id);
      if (run === undefined || client === undefined) return undefined;
      const span = spanAt(client, ms);
      return {
        title: client.name,
        about: client.writes ? 'writes and reads' : 'reads',
        facts: [
          ['Beside', client.beside.join(', ') || 'everybody'],
          [
            'Now',
            span === undefined
              ? 'between two writes'
              : `${RESULTS[span.result]}${span.reason === undefined ? '' : `: ${span.reason}`}`,
          ],
          ...(span?.node === undefined ? [] : [['Served by', span.node] as const]),
        ],
        places: [],
        findings: 0,
      };
    }
    case 'fault': {
      const fault = run?.faults.find(({ event }) => event === thing.event);
      if (run === undefined || fault === undefined) return undefined;
      const origin = originOf(run);
      const sentence = networkSentence(run, fault.fromMs);
      return {
        title: fault.title,
        about: 'fault',
        facts: [
          ['From', `${seconds(fault.fromMs, origin)} s`],
          ...(fault.toMs === undefined ? [] : [['To', `${seconds(fault.toMs, origin)} s`] as const]),
          ...(sentence === undefined ? [] : [['So', sentence] as const]),
        ],
        places: [],
        findings: 0,
      };
    }
  }
}

function nodeFacts(
  id: string,
  node: PanelNode | undefined,
  processes: readonly PlaybackProcess[],
  run: Playback | undefined,
  ms: number,
): Described {
  const facts: [string, string][] = [];
  for (const process of processes) {
    const state = roleAt(process, ms);
    // What runs beside the server by its own name: \`patroni\` of \`n1/patroni\`.
    const beside = /\/(.+)$/.exec(process.name)?.[1];
    const many = beside === undefined ? '' : ` (${beside})`;
    if (state !== undefined) facts.push([`Role${many}`, processRole(process, state.role)]);
    if (state !== undefined && state.epoch > 0) facts.push([`Term${many}`, String(state.epoch)]);
    const log = logAt(process, ms);
    if (log !== undefined) {
      const parts = [plural(log.held, 'write')];
      if (log.only > 0) parts.push(`${count(log.only)} only here`);
      if (log.doomed > 0) parts.push(`${count(log.doomed)} lost at the end`);
      facts.push([`Log${many}`, parts.join(', ')]);
      if (log.lagMs > 0) facts.push([`Behind${many}`, `${seconds(log.lagMs)} s`]);
    }
    const age = staleAt(process, ms);
    if (age !== undefined) facts.push([`Reads${many}`, `up to ${seconds(age)} s old`]);
  }
  const holder = run === undefined ? undefined : latest(run.lock, ms);
  if (
    holder?.holder !== undefined &&
    processes.some(({ name, host }) => name === holder.holder || host === holder.holder)
  )
    facts.push([
      'Lock',
      holder.leftMs === undefined ? 'holds it' : `holds it, ${seconds(holder.leftMs)} s left`,
    ]);
  if (node?.absent) facts.push(['Known', 'only by name: no file that was read configures it']);
  return {
    title: node?.title ?? id,
    about: node?.lines[0] ?? '',
    facts: [...facts, ...(node?.lines.slice(1) ?? []).map(line => ['Config', line] as [string, string])],
    places: node?.places ?? [],
    findings: node?.findings ?? 0,
  };
}

const LINKS = {
  sync: 'synchronous',
  async: 'asynchronous',
  quorum: 'quorum',
  logical: 'logical',
  coordination: 'coordination',
  route: 'route',
} as const;

const RESULTS = {
  acknowledged: 'acknowledged',
  warned: 'acknowledged with a warning',
  refused: 'refused',
  unknown: 'of unknown outcome',
  waiting: 'blocked',
  lost: 'acknowledged, lost later',
} as const;
