import { INI, readAssignments } from '../../../documents/readers/assignments.js';
import type { Entry, MapNode } from '../../../documents/tree.js';
import type { FailoverRule, Named, Router } from '../../model.js';
import type { ConfigFormat } from '../../module.js';
import { Settings, type Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import { MAXSCALE_TABLE } from './parameters.js';

/** What a MaxScale stands before, and what watches those servers. */
export interface MaxscaleData {
  readonly router: Router;
  readonly galera: boolean;
}

/** `maxscale.cnf`: each service is a router; a monitor that no service uses is one as well. */
export const MAXSCALE_CNF: ConfigFormat<MaxscaleData> = {
  title: 'maxscale.cnf',
  detects: ({ name, text }) =>
    /\.(?:cnf|conf|cfg|ini)(?:\.[a-z0-9_]{1,20})?$/.test(name) &&
    /^[ \t]*type[ \t]*=[ \t]*(?:server|monitor|service)[ \t]*\r?$/m.test(text) &&
    /^[ \t]*(?:module|router)[ \t]*=/m.test(text),
  read: source =>
    new Config(source)
      .read()
      .map(data => ({ system: 'maxscale', uri: source.uri, origin: data.router.origin, data })),
  assist: {
    syntax: 'assignments',
    separator: '=',
    parametersAt: ([section]) => (section === undefined ? undefined : { table: MAXSCALE_TABLE }),
  },
};

interface Section {
  readonly name: Named;
  readonly written: readonly Written[];
  readonly settings: Settings;
}

const MAX_SECTIONS = 2000;

class Config {
  private readonly sections = new Map<string, Section>();

  constructor(source: Source) {
    const tree = source.tree('maxscale', text => readAssignments(text, INI));
    const maps = tree.entries.filter(
      (entry): entry is Entry & { value: MapNode } => entry.value.kind === 'map',
    );
    for (const { key, keySpan, value } of maps.slice(0, MAX_SECTIONS)) {
      const written = writtenIn(source, value);
      const name = { text: key, origin: source.origin(keySpan) };
      this.sections.set(key, { name, written, settings: new Settings(MAXSCALE_TABLE, undefined, written) });
    }
  }

  read(): readonly MaxscaleData[] {
    const services = this.ofType('service').filter(({ settings }) =>
      /^(?:readwritesplit|readconnroute|smartrouter|hintrouter)$/i.test(settings.text('router') ?? ''),
    );
    const found = services.flatMap(service => this.routerOf(service, this.monitorOf(service)));
    const used = new Set(services.map(service => this.monitorOf(service)));
    const idle = this.ofType('monitor').filter(monitor => !used.has(monitor));
    return [...found, ...idle.flatMap(monitor => this.routerOf(monitor, monitor))];
  }

  private routerOf(section: Section, monitor: Section | undefined): readonly MaxscaleData[] {
    const targets = this.serversOf(section, 0).flatMap(name => this.addressOf(name));
    if (targets.length === 0) return [];
    const general = this.sections.get('maxscale')?.written ?? [];
    const written = [
      ...general,
      ...(monitor === section ? [] : (monitor?.written ?? [])),
      ...section.written,
    ];
    const settings = new Settings(MAXSCALE_TABLE, undefined, written);
    const module = monitor?.settings.text('module') ?? '';
    const failover = failoverOf(settings, module);
    const check = monitor === undefined ? undefined : { text: module, origin: monitor.name.origin };
    return [
      {
        galera: module === 'galeramon',
        router: {
          id: `MaxScale ${section.name.text}`,
          system: 'maxscale',
          purpose: purposeOf(section.settings),
          targets,
          ...(check === undefined ? {} : { check }),
          ...(failover === undefined ? {} : { failover }),
          settings: { maxscale: settings },
          origin: section.name.origin,
        },
      },
    ];
  }

  /** The monitor that watches the servers of a service. */
  private monitorOf(service: Section): Section | undefined {
    const monitors = this.ofType('monitor');
    const cluster = service.settings.text('cluster');
    if (cluster !== undefined) return monitors.find(({ name }) => name.text === cluster);
    const servers = this.serversOf(service, 0);
    return monitors.find(monitor => this.serversOf(monitor, 0).some(name => servers.includes(name)));
  }

  private serversOf(section: Section, depth: number): readonly string[] {
    if (depth > 5) return [];
    const { settings } = section;
    const below = [settings.text('cluster'), ...settings.list('targets')].flatMap(name => {
      const at = name === undefined ? undefined : this.sections.get(name);
      if (at === undefined) return [];
      return at.settings.text('type') === 'server' ? [at.name.text] : this.serversOf(at, depth + 1);
    });
    return [...new Set([...settings.list('servers'), ...below])].slice(0, 500);
  }

  private addressOf(name: string): readonly Named[] {
    const server = this.sections.get(name.trim());
    const address = server?.settings.given('address');
    if (typeof address?.value !== 'string' || !/^[\w.:[\]-]+$/.test(address.value)) return [];
    return [
      { text: `${address.value}:${server!.settings.number('port') ?? 3306}`, origin: address.written.origin },
    ];
  }

  private ofType(type: string): readonly Section[] {
    return [...this.sections.values()].filter(({ settings }) => settings.text('type') === type);
  }
}

/** What the monitor does when the primary is lost. */
function failoverOf(settings: Settings, module: string): FailoverRule | undefined {
  // Older ones are called mysqlmon.
  if (!/^(?:mariadbmon|mysqlmon)$/i.test(module)) return undefined;
  const simple = settings.flag('enforce_simple_topology') === true;
  if (settings.isHidden('auto_failover')) return undefined;
  const on = simple || settings.flag('auto_failover') === true;
  const origin = settings.given(simple ? 'enforce_simple_topology' : 'auto_failover')?.written.origin;
  const common = { by: 'maxscale' as const, ...(origin === undefined ? {} : { origin }) };
  if (!on || settings.flag('passive') === true) return { kind: 'manual', ...common };
  const pause = settings.number('monitor_interval');
  const connect = settings.number('backend_connect_timeout');
  const count = Math.max(1, settings.number('failcount') ?? 5);
  if (pause === undefined || connect === undefined) return { kind: 'automatic', ...common };
  return { kind: 'automatic', ...common, detectMs: [pause * (count - 1), (pause + connect) * count] };
}

function purposeOf(settings: Settings): Router['purpose'] {
  if (settings.text('type') === 'monitor') return 'unknown';
  if (!/^readconnroute$/i.test(settings.text('router') ?? '')) return 'any';
  const roles = settings.list('router_options').map(role => role.toLowerCase());
  if (roles.includes('slave') && !roles.includes('master')) return 'read';
  return roles.length === 1 && roles[0] === 'master' ? 'write' : 'any';
}
