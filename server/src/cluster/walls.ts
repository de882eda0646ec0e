import type { Cluster } from './model.js';
import type { Fragment } from './module.js';
import type { Source } from './source.js';

/** Fragments for the ports that a file lets named sources to: rules of security groups, firewalls and network policies. */
export function wallsOf(source: Source): readonly Fragment<WallData>[] {
  const { text, uri } = source;
  if (text.length > MOST || !WALL.test(text)) return [];
  const ports = portsOf(text);
  return ports.length === 0 ? [] : [{ system: 'walls', uri, origin: source.top, data: { ports } }];
}

interface WallData {
  readonly ports: readonly number[];
}

/** Clusters with the ports that something in the project keeps everybody but named sources from. */
export function withWalls(clusters: readonly Cluster[], fragments: readonly Fragment[]): readonly Cluster[] {
  const walls = new Set(
    fragments.flatMap(({ system, data }) => (system === 'walls' ? (data as WallData).ports : [])),
  );
  return walls.size === 0 ? clusters : clusters.map(cluster => ({ ...cluster, walls }));
}

/** A port counts where lines around it name who may come, and none lets the whole world in. */
function portsOf(text: string): number[] {
  const lines = text.split('\n');
  const closed = new Set<number>();
  const open = new Set<number>();
  for (const [i, line] of lines.entries()) {
    for (const [, digits] of line.matchAll(/(?<![\w.:/-])(\d{4,5})(?![\w.:/])/g)) {
      const port = Number(digits);
      if (!PORTS.has(port)) continue;
      const around = blockAt(lines, i);
      if (EVERYBODY.test(around)) open.add(port);
      else if (SOMEBODY.test(around)) closed.add(port);
    }
  }
  return [...closed].filter(port => !open.has(port));
}

/** The line and those around it, as far as a rule of its own reaches. */
function blockAt(lines: readonly string[], at: number): string {
  const line = lines[at]!;
  // A command says all of it in one line.
  if (/\b(?:ufw|iptables|firewall-cmd)\b/.test(line)) return line;
  let start = at;
  while (start > 0 && at - start < REACH && !BOUNDARY.test(lines[start]!)) start--;
  let end = at + 1;
  while (end < lines.length && end - at < REACH && !BOUNDARY.test(lines[end]!)) end++;
  return lines.slice(start, end).join('\n');
}

const REACH = 10;
/** Where an entry of a list, a block or a document begins or ends. */
const BOUNDARY = /^\s*(?:- (?:proto|name|from_port|ports?|from|IpProtocol)\b|\}|ingress\s*\{|resource\b|---)/;
const MOST = 200_000;
const WALL =
  /\b(?:ec2_(?:security_)?group|aws_security_group|aws_vpc_security_group|AWS::EC2::SecurityGroup|google_compute_firewall|azurerm_network_security|openstack_networking_secgroup|os_security_group|hcloud_firewall|ufw|iptables|firewall-cmd|firewalld|NetworkPolicy)\b/;
const EVERYBODY = /\b0\.0\.0\.0\/0|(?<![\w:])::\/0|\bremote_ip_prefix\s*=\s*""/;
const SOMEBODY =
  /\bgroup_(?:name|id)\b|\bsecurity_groups?\b|\bsource_\w+|\bSourceSecurityGroup\w*|\bremote_(?:group|ip)\w*|\bcidr\w*|\bfrom_ip\b|\bsrc\b|\bsource_ips\b|\s-s\s|--source\b|source address|\ballow from\b|\b(?:pod|namespace)Selector\b|\bipBlock\b|\bself\s*=\s*true/i;

/** Ports of databases whose rules ask who may reach them. */
const PORTS: ReadonlySet<number> = new Set([
  3306, 33061, 4567, 5984, 7000, 9042, 9160, 26257, 27017, 27018, 27019, 3000,
]);
