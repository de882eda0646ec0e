/** SQL to read: it scrolls, so that it takes the focus. */
export function Code({ children }: { readonly children: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll what has the focus.
    <pre tabIndex={0}>{children}</pre>
  );
}
