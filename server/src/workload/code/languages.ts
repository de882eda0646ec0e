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

/** The language of a program, by the end of its name; undefined for every other file. */
export function codeLanguage(uri: string): CodeLanguage | undefined {
  const dot = uri.lastIndexOf('.');
  return dot > uri.lastIndexOf('/') ? BY_EXTENSION.get(uri.slice(dot + 1).toLowerCase()) : undefined;
}
