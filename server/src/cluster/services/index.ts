import type { Source } from '../source.js';
import type { ServiceDraft } from './model.js';

/** The services that a file starts: compose files, Kubernetes manifests, Helm values, systemd units, Procfiles. */
export function readServices(source: Source): readonly ServiceDraft[] {
  return READERS.flatMap(reader => reader(source));
}

const READERS: readonly ((source: Source) => readonly ServiceDraft[])[] = [];
