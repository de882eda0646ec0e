import type { Origin } from '../sql/reading.js';
import type { Parameter, ParameterTable, SettingValue, VersionedDefault } from './parameter.js';
import { readValue } from './setting-value.js';
import { isToken } from './tokens.js';
import { withUncertainHidden } from './uncertain.js';
import { isAtLeast, type Version } from './version.js';

/** A parameter as some file gives it. */
export interface Written {
  /** As written: another spelling, or an old name, of the parameter. */
  readonly key: string;
  /** Undefined where the text does not tell: a variable, a template. */
  readonly raw: SettingValue | undefined;
  /** What it is where a template writes it, which it does in some cases only: `raw` is not told then. */
  readonly inBranch?: SettingValue;
  readonly keyOrigin: Origin;
  readonly origin: Origin;
}

/** One parameter of one member or cluster: what it is, who says so, and what the system makes of it. */
export interface Setting {
  readonly parameter: Parameter;
  /** `derived`: the system works it out from other settings, or another file's setting reaches it. */
  readonly from: 'written' | 'default' | 'derived';
  /** As set, in base units (ms, bytes). Undefined: not readable, or no default is known. */
  readonly value: SettingValue | undefined;
  /** What the system goes by. Differs from `value` where it clamps, adjusts or ignores it. */
  readonly effective: SettingValue | undefined;
  /** Why `effective` differs, a whole sentence. */
  readonly because?: string;
  readonly written?: Written;
  /** What is wrong with the value as written, a whole sentence. */
  readonly problem?: string;
}

/** What the system makes of a parameter, where it is not what was written. */
export interface Effective {
  readonly value: SettingValue | undefined;
  readonly because: string;
}

/**
 * The settings of one system at one place (a member, the whole cluster, a topic). Answers for every known parameter:
 * with what was written, or with the version's default. Never changed once made.
 */
export class Settings {
  private readonly byName = new Map<string, Setting>();
  private readonly last = new Map<string, Written>();
  /** As given, of which what a template writes in some cases only has no value that is known. */
  readonly written: readonly Written[];

  /** @param written In the order in which the system reads them: the last one of a parameter counts. */
  constructor(
    readonly table: ParameterTable,
    readonly version: Version | undefined,
    written: readonly Written[],
    private readonly effective: ReadonlyMap<string, Effective> = new Map(),
    /** More is set in a place that nobody reads here: of what is not written, the default is a guess. */
    readonly partial = false,
  ) {
    this.written = withUncertainHidden(written).map(each =>
      typeof each.raw === 'string' && isToken(table.find(this.nameOf(each.key)), each.raw)
        ? { ...each, raw: undefined }
        : each,
    );
    for (const each of this.written) this.last.set(this.nameOf(each.key), each);
  }

  /** Undefined for what is no parameter of the system. An old name is answered as the new one. */
  get(name: string): Setting | undefined {
    const key = this.nameOf(name);
    let known = this.byName.get(key);
    if (known === undefined) {
      const parameter = this.table.find(key);
      if (parameter === undefined) return undefined;
      this.byName.set(key, (known = this.read(parameter)));
    }
    return known;
  }

  /** The setting where somebody wrote it. */
  given(name: string): (Setting & { readonly written: Written }) | undefined {
    const setting = this.get(name);
    return setting?.written === undefined ? undefined : { ...setting, written: setting.written };
  }

  /** What was written under a name that is no known parameter. */
  raw(name: string): Written | undefined {
    return this.last.get(this.nameOf(name));
  }

  /** The effective value as a number (ms, bytes); undefined where it is unknown or no number. */
  number(name: string): number | undefined {
    const value = this.get(name)?.effective;
    return typeof value === 'number' ? value : undefined;
  }

  /** The effective value of a switch. */
  flag(name: string): boolean | undefined {
    const value = this.get(name)?.effective;
    return typeof value === 'boolean' ? value : undefined;
  }

  /** The effective value as a text; a list is joined by commas. */
  text(name: string): string | undefined {
    const value = this.get(name)?.effective;
    return value === undefined ? undefined : Array.isArray(value) ? value.join(',') : String(value);
  }

  list(name: string): readonly string[] {
    const value = this.get(name)?.effective;
    return value === undefined || value === '' ? [] : Array.isArray(value) ? value : [String(value)];
  }

  /**
   * True where nothing is known of a parameter: it is written and its value cannot be told (a variable, a template), or it
   * is not, and may be in a file that is not shown.
   */
  isHidden(name: string): boolean {
    const setting = this.get(name);
    return setting?.written === undefined
      ? setting !== undefined && this.partial
      : setting.written.raw === undefined;
  }

  /** The same settings, of which others stand in a place that nobody reads here. */
  asPartial(): Settings {
    return new Settings(this.table, this.version, this.written, this.effective, true);
  }

  /** The same settings with what the system makes of some of them. */
  withEffective(effective: Readonly<Record<string, Effective>>): Settings {
    const all = new Map(this.effective);
    for (const [name, value] of Object.entries(effective)) all.set(this.nameOf(name), value);
    return new Settings(this.table, this.version, this.written, all, this.partial);
  }

  /** The same settings, with others written before (weaker) or after (stronger) them. */
  with(written: readonly Written[], place: 'before' | 'after' = 'after'): Settings {
    const all = place === 'after' ? [...this.written, ...written] : [...written, ...this.written];
    return new Settings(this.table, this.version, all, this.effective, this.partial);
  }

  /** The name that a parameter goes by today: old names lead to it. */
  private nameOf(name: string): string {
    let parameter = this.table.find(name);
    for (let i = 0; i < 4 && parameter?.renamedTo !== undefined; i++) {
      const next = this.table.find(parameter.renamedTo);
      if (next === undefined) break;
      parameter = next;
    }
    return parameter?.name ?? name;
  }

  private read(parameter: Parameter): Setting {
    const written = this.last.get(parameter.name);
    const read =
      written === undefined || written.raw === undefined ? undefined : readValue(parameter, written.raw);
    const value = written === undefined ? defaultOf(parameter, this.version) : read?.value;
    const effective = this.effective.get(parameter.name);
    return {
      parameter,
      from: written !== undefined ? 'written' : effective !== undefined ? 'derived' : 'default',
      value,
      effective: effective === undefined ? value : effective.value,
      ...(effective === undefined ? {} : { because: effective.because }),
      ...(written === undefined ? {} : { written }),
      ...(read?.problem === undefined ? {} : { problem: read.problem }),
    };
  }
}

/** The default of a parameter in a version; the newest where the version is not known. */
export function defaultOf(parameter: Parameter, version: Version | undefined): SettingValue | undefined {
  const given = parameter.default;
  if (!isVersioned(given)) return given as SettingValue | undefined;
  let found: SettingValue | undefined;
  for (const { since, value } of given) if (since === undefined || isAtLeast(version, since)) found = value;
  return found;
}

function isVersioned(given: Parameter['default']): given is readonly VersionedDefault[] {
  return Array.isArray(given) && typeof given[0] === 'object';
}
