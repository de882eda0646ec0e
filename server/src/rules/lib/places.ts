/** True for files of tests, by the folders they lie in: only the nearest count, as projects lie anywhere. */
export function isTestFile(uri: string): boolean {
  const folders = uri.split('/').slice(0, -1).slice(-4);
  return folders.some(folder => TESTS.test(folder));
}

const TESTS = /^(?:__)?(?:tests?|specs?|fixtures?|testdata|(?:\w+[-_])?regress(?:ion)?(?:[-_]\w+)?)(?:__)?$/i;
