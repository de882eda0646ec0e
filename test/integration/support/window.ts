const address = process.env.FAULTLINE_WINDOW;

/** True where the suite can see the window that it runs in: in the host, not in a desktop VS Code. */
export const hasWindow = address !== undefined;

/** Saves a picture of the window, or of one element, as `test/output/<name>.png`. */
export async function screenshot(name: string, selector?: string): Promise<void> {
  if (hasWindow) await ask('screenshot', { name, selector });
}

/** The visible text of every element that the selector finds. */
export function texts(selector: string): Promise<string[]> {
  return ask('texts', { selector });
}

/** The same in the web views that are shown, whatever they are. */
export function webviewTexts(selector: string): Promise<string[]> {
  return ask('webviewTexts', { selector });
}

/** The words of the pictures in the web views that are shown. */
export function webviewPictures(): Promise<string[]> {
  return ask('webviewPictures', {});
}

export function click(selector: string): Promise<void> {
  return ask('click', { selector });
}

export function hover(selector: string): Promise<void> {
  return ask('hover', { selector });
}

export function press(keys: string): Promise<void> {
  return ask('press', { keys });
}

export function type(text: string): Promise<void> {
  return ask('type', { text });
}

/** Asks the server that looks at the window. */
export async function ask<T>(action: string, options: Record<string, unknown>): Promise<T> {
  const response = await fetch(address!, { method: 'POST', body: JSON.stringify({ action, ...options }) });
  const { result, error } = (await response.json()) as { result: T; error?: string };
  if (error !== undefined) throw new Error(error);
  return result;
}
