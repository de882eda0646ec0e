/** `host` of `host:port`, `[::1]:5432` or `http://host:2379/`, in lower case. */
export function hostOf(address: string): string {
  const bare = address
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/^[^@/]*@/, '')
    .replace(/[/?].*$/, '');
  const ip6 = /^\[([^\]]+)\]/.exec(bare);
  if (ip6) return ip6[1]!;
  return bare.split(':').length === 2 ? bare.slice(0, bare.indexOf(':')) : bare;
}

/** `host:port` of an address or URL in lower case; the port given where it says none. */
export function hostPortOf(address: string, defaultPort: number): string {
  const port = /:(\d+)(?:[/?].*)?$/.exec(address)?.[1] ?? String(defaultPort);
  return `${hostOf(address)}:${port}`;
}
