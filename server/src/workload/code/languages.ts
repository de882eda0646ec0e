/** How a language writes strings and comments. */
export interface CodeLanguage {
  readonly name: 'python' | 'script' | 'go' | 'java' | 'ruby' | 'php';
  /** `#` begins a comment. */
  readonly hash: boolean;
  /** `//` and slash-star begin comments. */
  readonly slashes: boolean;
  /** Operator that joins strings; strings that merely follow each other are joined too where `adjacent`. */
  readonly joins: '+' | '.';
  readonly adjacent: boolean;
}

const python: CodeLanguage = { name: 'python', hash: true, slashes: false, joins: '+', adjacent: true };
const script: CodeLanguage = { name: 'script', hash: false, slashes: true, joins: '+', adjacent: false };
const go: CodeLanguage = { ...script, name: 'go' };
const java: CodeLanguage = { ...script, name: 'java' };
const ruby: CodeLanguage = { name: 'ruby', hash: true, slashes: false, joins: '+', adjacent: true };
const php: CodeLanguage = { name: 'php', hash: true, slashes: true, joins: '.', adjacent: false };

const BY_EXTENSION: ReadonlyMap<string, CodeLanguage> = new Map([
  ['py', python],
  ['ts', script],
  ['tsx', script],
  ['js', script],
  ['jsx', script],
  ['mjs', script],
  ['cjs', script],
  ['mts', script],
  ['go', go],
  ['java', java],
  ['rb', ruby],
  ['php', php],
]);

/** Ends of the names of programs in whose strings queries are looked for. */
export const CODE_EXTENSIONS: readonly string[] = [...BY_EXTENSION.keys()];

const ONCE =
  /(?:^|\/)(?:migrations?|migrate|alembic|seeds?|seeders?|fixtures|__tests__)\/|(?:^|\/)(?:test_[^/]*\.py|[^/]*(?:_test\.(?:py|go)|\.(?:test|spec)\.\w+|_spec\.rb|_test\.rb|Tests?\.(?:java|php)))$/;

/**
 * True for programs that run once or only while the others are tried: migrations, seeds, tests. What they ask of a
 * table says nothing about its load.
 * @param path From the project folder.
 */
export function runsOnce(path: string): boolean {
  return ONCE.test(path);
}

/** The language of a program, by the end of its name; undefined for every other file. */
export function codeLanguage(uri: string): CodeLanguage | undefined {
  const dot = uri.lastIndexOf('.');
  return dot > uri.lastIndexOf('/') ? BY_EXTENSION.get(uri.slice(dot + 1).toLowerCase()) : undefined;
}
