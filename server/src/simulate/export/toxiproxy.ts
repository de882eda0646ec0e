import type { ExportPlan } from './plan.js';
import { comments, plainText } from './quote.js';
import { leadsBody } from './shell/leads.js';
import { LIBRARY } from './shell/library.js';
import { hostTable, timeline } from './shell/script.js';

/**
 * A POSIX shell script that plays the network faults of a schedule by Toxiproxy, with a proxy for each link that data takes:
 * from each host and client to each port of each other host.
 */
export function toxiproxyScript(plan: ExportPlan): string {
  const { hosts, cluster } = plan;
  const ports = hosts.flatMap(({ kind, ports: each }, at) =>
    kind === 'client'
      ? []
      : [`PORTS_${at + 1}=${each.length === 0 ? `\${PORTS_${at + 1}:-}` : `'${each.join(' ')}'`}`],
  );
  return `#!/bin/sh
${comments('#', [
  `Network faults for the cluster ${plainText(cluster.name)}, by Toxiproxy.`,
  '',
  'Needs toxiproxy-server (TOXIPROXY_URL says where) and toxiproxy-cli. Each link is a proxy of its own; `links` as the',
  'only argument makes them and prints who has to be configured to reach whom by which address. Then run it without.',
  'A proxy knows connections, not packets: what is cut is silent, but a new connection to it opens all the same, and',
  'connections that were cut close when the cut ends. Lost packets have no counterpart.',
  'Processes are not touched: a host that is down refuses connections, one that is frozen or dark is silent.',
  'PRIMARY_IS, from the environment, is the number of the host that leads, where nobody can be asked.',
])}
set -u

LISTEN=\${LISTEN:-127.0.0.1}
FIRST_PORT=\${FIRST_PORT:-20001}

${hostTable(plan)}
${ports.join('\n')}

leads() {
  ${leadsBody(cluster.system)}
}

${LIBRARY}
${PROXIES}
${timeline(plan, { processes: false, disks: false, loss: false })}`;
}

/** How the state of the library becomes toxics. */
const PROXIES = `# The links as FROM_TO_PORT, in the order of their ports here.
LINKS=
for from in $HOSTS; do
  for to in $SERVERS; do
    if [ "$from" != "$to" ]; then
      for port in $(value PORTS "$to"); do LINKS="$LINKS \${from}_\${to}_$port"; done
    fi
  done
done
[ -n "$LINKS" ] || die 'No port is known: set PORTS for the hosts.'

for host in $SERVERS; do
  case $(value ADDRESS "$host") in
    '' | -* | *[!0-9A-Za-z.:-]*) die "Set ADDRESS_$host, the address of $(value NAME "$host")." ;;
  esac
done

listen=$FIRST_PORT
for link in $LINKS; do
  from=\${link%%_*}
  port=\${link##*_}
  to=\${link#*_}
  to=\${to%_*}
  address=$(value ADDRESS "$to")
  case $address in *:*) address="[$address]" ;; esac
  if [ "\${1:-}" = links ]; then
    toxiproxy-cli create --listen "$LISTEN:$listen" --upstream "$address:$port" "link_$link" >/dev/null ||
      die "link_$link cannot be made."
    printf '%s reaches %s:%s by %s:%s\\n' "$(value NAME "$from")" "$(value NAME "$to")" "$port" "$LISTEN" "$listen"
  fi
  listen=$((listen + 1))
done
if [ "\${1:-}" = links ]; then exit 0; fi

DOWN=' '
FROZEN=' '

# toxic LINK NAME STREAM WANTED TYPE: puts a toxic there, changes it or takes it away; WANTED is its attribute or nothing.
toxic() {
  get had "TOXIC_$2" "$1"
  if [ "$had" = "$4" ]; then return; fi
  if [ -n "$had" ]; then toxiproxy-cli toxic remove --toxicName "$2" "link_$1" >/dev/null; fi
  if [ -n "$4" ]; then
    toxiproxy-cli toxic add --type "$5" --toxicName "$2" "--$3" --attribute "$4" "link_$1" >/dev/null ||
      say "$2 on link_$1 failed."
  fi
  eval "TOXIC_$2_$1=\\$4"
}

# What FROM sends reaches TO.
heard() {
  if has "$FROZEN" "$1" || has "$FROZEN" "$2"; then return 1; fi
  passes "$1" "$2"
}

# late FROM TO: puts latency=MS into $wanted, or nothing.
late() {
  get wanted "SLOW_$1" "$2"
  wanted=\${wanted% *}
  case $wanted in '' | 0) wanted= ;; *) wanted=latency=$wanted ;; esac
}

apply() {
  for link in $LINKS; do
    from=\${link%%_*}
    to=\${link#*_}
    to=\${to%_*}
    wanted=
    if has "$DOWN" "$from" || has "$DOWN" "$to"; then wanted=down; fi
    get had SWITCHED "$link"
    if [ "$wanted" != "$had" ]; then
      toxiproxy-cli toggle "link_$link" >/dev/null || say "link_$link cannot be switched."
      eval "SWITCHED_$link=$wanted"
    fi
    wanted=
    heard "$from" "$to" || wanted=timeout=0
    toxic "$link" cut_up upstream "$wanted" timeout
    wanted=
    heard "$to" "$from" || wanted=timeout=0
    toxic "$link" cut_down downstream "$wanted" timeout
    late "$from" "$to"
    toxic "$link" slow_up upstream "$wanted" latency
    late "$to" "$from"
    toxic "$link" slow_down downstream "$wanted" latency
  done
}

crash() {
  for host in $(expand $1); do has "$DOWN" "$host" || DOWN="$DOWN$host "; done
  apply
}

power_loss() {
  for host in $(expand $1); do has "$DARK" "$host" || DARK="$DARK$host "; done
  apply
}

restart() {
  for host in $(expand $1); do
    DOWN=$(without "$DOWN" "$host")
    DARK=$(without "$DARK" "$host")
  done
  apply
}

pause() {
  for host in $(expand $1); do has "$FROZEN" "$host" || FROZEN="$FROZEN$host "; done
  apply
}

resume() {
  for host in $(expand $1); do FROZEN=$(without "$FROZEN" "$host"); done
  apply
}

cleanup() {
  trap - EXIT
  trap '' HUP INT TERM
  say 'Putting every link back.'
  DOWN=' '
  DARK=' '
  FROZEN=' '
  heal
}
trap cleanup EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
`;
