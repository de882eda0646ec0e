import type { System } from './systems.js';
import { parseVersion, type Version } from './version.js';

/** What the path of a file says of the version that it is for. */
export interface PathVersion {
  readonly version?: Version;
  /** There is one that may be that of an operating system: `RedHat-8.0-mongod.conf.j2`. */
  readonly doubtful?: true;
}

/** `templates/3.11.x/cassandra.yaml.j2`, `mongod-6.0.conf`: the version in the name of a file or of a folder of its role. */
export function versionInPath(uri: string, system: System): PathVersion {
  const majors = MAJORS[system];
  if (majors === undefined) return {};
  const parts = uri.split('/');
  const root = Math.max(parts.lastIndexOf('templates'), parts.lastIndexOf('files'));
  const folders = root === -1 ? [] : parts.slice(root + 1, -1).filter(part => /^v?\d+\.[\d.x]+$/i.test(part));
  for (const part of [parts.at(-1) ?? '', ...folders.reverse()]) {
    const found = /(?<![\d.])(\d{1,2}\.\d{1,2})(?:\.(?:\d{1,3}|x))?(?!\d|\.\d)/i.exec(part);
    const version = found === null ? undefined : parseVersion(found[1]!);
    if (found === null || version === undefined) continue;
    const [least, most] = majors;
    if (version[0]! < least || version[0]! > most) continue;
    // From 10 on it is MariaDB's, of which not every reader knows.
    const isOther = system === 'mysql' && version[0]! > 9;
    return isOther || PLATFORM.test(part.slice(0, found.index)) ? { doubtful: true } : { version };
  }
  return {};
}

const PLATFORM =
  /(?:debian|ubuntu|redhat|rhel|centos|el|rocky|alma(?:linux)?|fedora|suse|sles|oraclelinux|amazon|freebsd|openbsd|alpine|windows)[-_.]?$/i;

/** First and last major versions that there have been. */
const MAJORS: Partial<Readonly<Record<System, readonly [least: number, most: number]>>> = {
  cassandra: [1, 5],
  consul: [0, 2],
  elasticsearch: [1, 9],
  etcd: [2, 3],
  kafka: [0, 4],
  mongodb: [2, 8],
  mysql: [5, 12],
  rabbitmq: [3, 4],
  redis: [2, 8],
};
