import type { Cluster } from '../../cluster/model.js';

export const KUBERNETES_API = 'Kubernetes API';

/**
 * Id of the node of a member of what coordinates a cluster.
 * @param service Undefined: no file shows it; then `member` is an address, or the service's title.
 */
export function coordinationId(service: Cluster | undefined, member: string): string {
  return `${service?.id ?? 'coordination'}/${member}`;
}
