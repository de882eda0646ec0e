/** A recording has no editor around it: what it says is heard by nobody. Imported before anything that speaks to one. */
Object.assign(globalThis, {
  acquireVsCodeApi: () => ({ postMessage: () => {}, getState: () => undefined, setState: () => {} }),
});
