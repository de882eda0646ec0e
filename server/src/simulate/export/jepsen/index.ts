import { faultSentence } from '../../run/fault-sentence.js';
import type { Fault, ScheduledEvent } from '../../schedule/model.js';
import { jsonString } from '../../schedule/scalar.js';
import { operatorCommand } from '../operator.js';
import { type ExportPlan, hostNamed, hostsAt } from '../plan.js';
import { programNamed } from '../programs.js';
import { comments } from '../quote.js';
import { namesOf } from '../shell/script.js';
import { NEMESIS } from './nemesis.js';

/**
 * A namespace of Clojure with a nemesis and a generator for Jepsen: the schedule as data, and behind it what plays it. To be
 * put beside a test that has a database with the protocols Kill, Pause and Primary, where the schedule needs them.
 */
export function jepsenNamespace(plan: ExportPlan): string {
  const { cluster, hosts, schedule, leader } = plan;
  const servers = hosts.filter(({ kind }) => kind !== 'client');
  const keeper = cluster.coordination?.system;
  const coordination = servers.filter(
    ({ kind, systems }) =>
      kind === 'coordination' || (keeper !== undefined && keeper !== 'kubernetes' && systems.has(keeper)),
  );
  const members = servers.filter(({ kind }) => kind === 'node');
  const clients = schedule.clients.map(({ name }) => name);
  const addresses = servers.flatMap(({ name, address }) =>
    address === undefined ? [] : [`${jsonString(name)} ${jsonString(address)}`],
  );
  const first = leader === undefined ? members[0] : hosts[leader];
  const head = comments(';', [
    `Faults for the cluster ${cluster.name}, for Jepsen 0.3.`,
    '',
    'Take the nemesis and the generator of (package) into a test whose :nodes are the hosts, by name or by address.',
    ...(clients.length === 0
      ? []
      : [
          `Clients (${clients.join(', ')}) run on the control node and cannot be cut off: bind them to the nodes that`,
          'stand on their side, as open! of a client does.',
        ]),
  ]);
  return `${head}(ns faultline.schedule
  (:require [clojure.tools.logging :refer [warn]]
            [jepsen [control :as c]
                    [db :as db]
                    [generator :as gen]
                    [nemesis :as nemesis]
                    [net :as net]]
            [jepsen.control.util :as cu]
            [jepsen.nemesis.time :as nt]))

(def members ${strings(members.map(({ name }) => name))})
(def coordination ${strings(coordination.map(({ name }) => name))})
; Addresses by names, for a test whose :nodes are addresses.
(def addresses {${addresses.join(' ')}})
; Who leads at the beginning, where the database does not say.
(def leader ${first === undefined ? 'nil' : jsonString(first.name)})

(def until ${seconds(schedule.until)})

(def schedule
  [${schedule.events.map(event => operation(plan, event)).join('\n   ')}])

${NEMESIS}`;
}

function operation(plan: ExportPlan, { at, fault }: ScheduledEvent): string {
  const unknown = namesOf(fault).filter(name => !name.startsWith('@') && hostNamed(plan, name) === undefined);
  const notes = [
    faultSentence(fault),
    ...unknown.map(name => `No host of the cluster goes by ${jsonString(name)}: it stands for nothing.`),
    ...remarks(plan, fault),
  ];
  const lines = comments(';', notes).trimEnd().split('\n');
  return `${lines.join('\n   ')}\n   {:at ${seconds(at)} ${fields(plan, fault)}}`;
}

const POWER = [
  'Peers see its connections close, and what the kernel holds is not lost: for that, mount the data on jepsen.lazyfs.',
];

/** What Jepsen does otherwise than the schedule says. */
function remarks(plan: ExportPlan, fault: Fault): readonly string[] {
  switch (fault.kind) {
    case 'powerLoss':
      return POWER;
    case 'siteLoss':
      return hostsAt(plan, fault.site).length > 0 ? POWER : [];
    case 'slow':
      return ['jepsen.net shapes all that goes to and from the nodes of :from, not this link alone.'];
    case 'restart':
      return fault.process === undefined ? [] : ['start! of the database starts all of it.'];
    default:
      return [];
  }
}

function fields(plan: ExportPlan, fault: Fault): string {
  // A schedule may call a host by an address: nodes go by their names.
  const names = (list: readonly string[]) =>
    strings(
      list.map(name => {
        const at = name.startsWith('@') ? undefined : hostNamed(plan, name);
        return at === undefined ? name : plan.hosts[at]!.name;
      }),
    );
  const byHand = (note: string) => `:f :by-hand, :note ${jsonString(note)}`;
  switch (fault.kind) {
    case 'partition':
      return `:f :partition, :value [${fault.groups.map(names).join(' ')}]`;
    case 'heal':
      return ':f :heal';
    case 'cut':
      return `:f :cut, :value {:from ${names(fault.from)}, :to ${names(fault.to)}, :one-way ${fault.oneWay}}`;
    case 'slow': {
      const { latencyMs, loss } = fault;
      // netem knows no distribution without a jitter.
      const delay = latencyMs > 0 ? `:delay {:time :${Math.round(latencyMs)}ms, :jitter :1ms}` : '';
      const lost =
        loss > 0 ? `:loss {:percent "${Number((loss * 100).toFixed(4))}%", :correlation "0%"}` : '';
      const behavior = [delay, lost].filter(Boolean).join(', ');
      return `:f :slow, :value {:from ${names(fault.from)}, :behavior {${behavior}}}`;
    }
    case 'crash':
    case 'restart':
    case 'pause':
    case 'resume': {
      if (fault.process === undefined) return `:f :${fault.kind}, :value ${names(fault.hosts)}`;
      const program = programNamed(fault.process);
      if (program === undefined) return byHand(faultSentence(fault));
      return `:f :${fault.kind}, :value ${names(fault.hosts)}, :program ${jsonString(program.process)}`;
    }
    case 'powerLoss':
      return `:f :power-loss, :value ${names(fault.hosts)}`;
    case 'siteLoss': {
      const hosts = hostsAt(plan, fault.site).map(at => plan.hosts[at]!.name);
      if (hosts.length > 0) return `:f :power-loss, :value ${names(hosts)}`;
      return byHand(`No file says which hosts stand in ${fault.site}: cut their power.`);
    }
    case 'clock':
      return `:f :clock, :value {:nodes ${names(fault.hosts)}, :by ${Math.round(fault.byMs)}}`;
    case 'diskStall':
      return byHand(`${faultSentence(fault)} On each: fsfreeze --freeze MOUNT, then --unfreeze.`);
    case 'promote':
    case 'cancelWaits':
    case 'removeMember':
    case 'addMember':
    case 'maintenance':
      return byHand(`${faultSentence(fault)} ${operatorCommand(plan.cluster, fault)}`);
  }
}

function strings(list: readonly string[]): string {
  return `[${list.map(jsonString).join(' ')}]`;
}

function seconds(ms: number): string {
  return String(ms / 1000);
}
