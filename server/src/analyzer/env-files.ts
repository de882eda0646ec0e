import { filesBeside, isDockerfile, readServices, type Source } from '../cluster/index.js';

/**
 * Files of variables that compose files name by `env_file`, the Dockerfiles that they build by, and the compose files:
 * what is known of a service stands in all of them, so the one is read again when the other changes.
 */
export class EnvFiles {
  private readonly variables = new Map<string, Source>();
  /** By file of variables or Dockerfile: the files that name it. */
  private readonly users = new Map<string, Map<string, Source>>();

  /**
   * Takes a file in, or out where it is undefined.
   * @returns True where others may name it: what is found may stand in it.
   */
  put(uri: string, source: Source | undefined): boolean {
    for (const [named, own] of this.users) {
      if (own.delete(uri) && own.size === 0) this.users.delete(named);
    }
    this.variables.delete(uri);
    if (source === undefined) return false;
    if (/env_file|build:/.test(source.text) && /\.ya?ml|\.json/.test(source.name)) {
      for (const named of readServices(source).flatMap(filesBeside)) {
        const own = this.users.get(named) ?? new Map<string, Source>();
        this.users.set(named, own.set(uri, source));
      }
    }
    const isVariables = source.name.includes('env') && /^[\w.-]+=/m.test(source.text);
    if ((!isVariables && !isDockerfile(source)) || source.text.length > MAX_LENGTH) return false;
    this.variables.set(uri, source);
    return true;
  }

  get(uri: string): Source | undefined {
    return this.variables.get(uri);
  }

  /** The files that name one, with their text. */
  usersOf(uri: string): readonly (readonly [uri: string, source: Source])[] {
    return [...(this.users.get(uri) ?? [])];
  }

  /** Every file that is named by some other. */
  get named(): Iterable<string> {
    return this.users.keys();
  }
}

/** Longer ones are no variables of a container. */
const MAX_LENGTH = 200_000;
