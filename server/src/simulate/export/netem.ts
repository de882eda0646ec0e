import type { ExportPlan } from './plan.js';
import { programsOf } from './programs.js';
import { comments, plainText } from './quote.js';
import { leadsBody } from './shell/leads.js';
import { LIBRARY } from './shell/library.js';
import { hostTable, timeline } from './shell/script.js';

/**
 * A POSIX shell script that makes the faults of a schedule happen on hosts over ssh: nftables drops what does not pass,
 * tc delays and loses, signals kill and freeze. It puts everything back when it ends, however it ends.
 */
export function netemScript(plan: ExportPlan): string {
  const { hosts, cluster } = plan;
  const programs = hosts.flatMap(({ kind, systems }, at) => {
    if (kind === 'client') return [];
    const all = programsOf(systems);
    const units = all.flatMap(({ unit }) => (unit === '' ? [] : [unit]));
    return [
      `PROGRAMS_${at + 1}='${all.map(({ process }) => process).join(' ')}'`,
      `UNITS_${at + 1}='${units.join(' ')}'`,
      `MOUNT_${at + 1}=\${MOUNT_${at + 1}:-}`,
    ];
  });
  return `#!/bin/sh
${comments('#', [
  `Faults for the cluster ${plainText(cluster.name)}, on its hosts, over ssh.`,
  '',
  'Runs on a machine that is none of them. Each needs ssh, nft, tc, pkill and systemctl, and SUDO without a password.',
  'Look at the table below first. ADDRESS is an IP address or a name; without one for a client its links stay whole.',
  'What is empty may come from the environment: ADDRESS_7=10.0.0.7 sh FILE.',
  'PROGRAMS are words of command lines to kill and freeze, UNITS what starts them again: keep systemd from doing that',
  'by itself (Restart=no). MOUNT is the file system that a stalled disk freezes, never the one of /.',
  'PRIMARY_IS, from the environment, is the number of the host that leads, where nobody can be asked.',
])}
set -u

SSH_USER=\${SSH_USER:-root}
SSH_OPTIONS=\${SSH_OPTIONS:--o BatchMode=yes -o ConnectTimeout=5}
SUDO=\${SUDO:-sudo -n}

${hostTable(plan)}
${programs.join('\n')}

leads() {
  ${leadsBody(cluster.system)}
}

${LIBRARY}
${REMOTE}
${timeline(plan, { processes: true, disks: true, loss: true })}`;
}

/** How the state of the library becomes real on the hosts. */
const REMOTE = `# on HOST COMMAND: standard input goes along.
on() {
  ssh $SSH_OPTIONS -- "$SSH_USER@$(value ADDRESS "$1")" "$2" ||
    say "$(value NAME "$1") answered $? to: $2"
}

# Names become addresses once; whatever is no address stops everything before it starts.
for host in $HOSTS; do
  address=$(value ADDRESS "$host")
  case $address in
    '') ;;
    -* | *[!0-9A-Za-z.:-]*) die "ADDRESS_$host is no address." ;;
    *[!0-9.]*)
      case $address in
        *:*) ;;
        *)
          address=$(getent ahosts "$address" | awk 'NR == 1 { print $1 }')
          case $address in '' | *[!0-9A-Fa-f.:]*) die "ADDRESS_$host is not known here." ;; esac
          eval "ADDRESS_$host=\\$address"
          ;;
      esac
      ;;
  esac
  if [ -z "$address" ]; then
    has " $CLIENTS " "$host" || die "Set ADDRESS_$host, the address of $(value NAME "$host")."
    say "$(value NAME "$host") has no address: its links stay whole."
  fi
done

DOWN=' '
FROZEN=' '
STALLED=' '

# drops HOST CHAIN FIELD: the chain for whom it does not hear (input) or reach (output); nothing where there is nobody.
drops() {
  four=
  six=
  for peer in $HOSTS; do
    get address ADDRESS "$peer"
    [ "$peer" != "$1" ] && [ -n "$address" ] || continue
    if [ "$2" = input ]; then passes "$peer" "$1" && continue; else passes "$1" "$peer" && continue; fi
    case $address in
      *:*) six="$six\${six:+, }$address" ;;
      *) four="$four\${four:+, }$address" ;;
    esac
  done
  [ -n "$four$six" ] || return 0
  printf '  chain %s {\\n    type filter hook %s priority -300; policy accept;\\n' "$2" "$2"
  [ -z "$four" ] || printf '    ip %s { %s } drop\\n' "$3" "$four"
  [ -z "$six" ] || printf '    ip6 %s { %s } drop\\n' "$3" "$six"
  printf '  }\\n'
}

# What a host sends is delayed and lost on its way out. A client is not shaped: its host adds both ways to the answers.
shaping() {
  class=10
  for peer in $HOSTS; do
    get address ADDRESS "$peer"
    get link "SLOW_$1" "$peer"
    [ -n "$link" ] && [ -n "$address" ] || continue
    delay=\${link% *}
    loss=\${link#* }
    if has " $CLIENTS " "$peer"; then
      delay=$((delay * 2))
      loss=$(awk "BEGIN { print 100 - (100 - $loss) * (100 - $loss) / 100 }")
    fi
    if [ "$class" = 10 ]; then
      printf 'dev=$(ip -o route get %s | sed -n "s/.* dev \\\\([^ ]*\\\\).*/\\\\1/p")\\n' "$address"
      printf '[ -n "$dev" ] || exit 1\\n'
      printf 'tc qdisc replace dev "$dev" root handle 1: htb default 1\\n'
      printf 'tc class add dev "$dev" parent 1: classid 1:1 htb rate 10gbit quantum 1514\\n'
    fi
    case $address in *:*) family=ip6 protocol=ipv6 bits=128 ;; *) family=ip protocol=ip bits=32 ;; esac
    printf 'tc class add dev "$dev" parent 1: classid 1:%s htb rate 10gbit quantum 1514\\n' "$class"
    printf 'tc qdisc add dev "$dev" parent 1:%s netem delay %sms loss %s%%\\n' "$class" "$delay" "$loss"
    printf 'tc filter add dev "$dev" parent 1: protocol %s prio %s u32 match %s dst %s/%s flowid 1:%s\\n' \\
      "$protocol" "$class" "$family" "$address" "$bits" "$class"
    class=$((class + 1))
  done
}

# The table is made anew as a whole: nft takes all of it or nothing.
put_rules() {
  {
    printf 'add table inet faultline\\ndelete table inet faultline\\n'
    [ -z "$2" ] || printf 'table inet faultline {\\n%s\\n}\\n' "$2"
  } | on "$1" "$SUDO nft -f -"
}

put_shaping() {
  {
    printf 'for dev in $(ls /sys/class/net); do\\n'
    printf '  if tc qdisc show dev "$dev" root | grep -q "qdisc htb 1:"; then tc qdisc del dev "$dev" root; fi\\n'
    printf 'done\\n%s\\n' "$2"
  } | on "$1" "$SUDO sh -s"
}

# Only hosts for which something changed are spoken to, all at once.
apply() {
  for host in $SERVERS; do
    wanted=$(drops "$host" input saddr; drops "$host" output daddr)
    get had RULES "$host"
    if [ "$wanted" != "$had" ]; then
      put_rules "$host" "$wanted" &
      eval "RULES_$host=\\$wanted"
    fi
    wanted=$(shaping "$host")
    get had SHAPING "$host"
    if [ "$wanted" != "$had" ]; then
      put_shaping "$host" "$wanted" &
      eval "SHAPING_$host=\\$wanted"
    fi
  done
  wait
}

# signal SIGNAL HOST [PROCESS]: to what has the word in its command line. The brackets keep the command from finding itself.
signal() {
  for process in \${3:-$(value PROGRAMS "$2")}; do
    pattern=$(printf '(^|[/ ])[%s]%s([: ]|$)' "\${process%"\${process#?}"}" "\${process#?}")
    on "$2" "$SUDO pkill -$1 -f '$pattern' || :" </dev/null
  done
}

crash() {
  for host in $(expand $1); do
    signal KILL "$host" "\${2:-}"
    [ -n "\${2:-}" ] || has "$DOWN" "$host" || DOWN="$DOWN$host "
  done
}

# Silence first, so that no connection is seen to close. What the kernel holds is not lost: for that, cut the power.
power_loss() {
  for host in $(expand $1); do has "$DARK" "$host" || DARK="$DARK$host "; done
  apply
  crash "$1"
}

restart() {
  for host in $(expand $1); do
    DARK=$(without "$DARK" "$host")
    DOWN=$(without "$DOWN" "$host")
    if has "$STALLED" "$host"; then unstall "$host"; fi
  done
  apply
  for host in $(expand $1); do
    for unit in \${2:-$(value UNITS "$host")}; do on "$host" "$SUDO systemctl start '$unit'" </dev/null; done
  done
}

pause() {
  for host in $(expand $1); do
    signal STOP "$host" "\${2:-}"
    FROZEN="$FROZEN$host:\${2:-} "
  done
}

resume() {
  for host in $(expand $1); do
    signal CONT "$host" "\${2:-}"
    FROZEN=$(without "$FROZEN" "$host:\${2:-}")
  done
}

stall() {
  for host in $(expand $1); do
    mount=$(value MOUNT "$host")
    case $mount in
      '' | / | *[!0-9A-Za-z/_.-]*) by_hand "Stall the disk of $(value NAME "$host"): fsfreeze --freeze MOUNT" ;;
      *)
        on "$host" "$SUDO fsfreeze --freeze '$mount'" </dev/null
        STALLED="$STALLED$host "
        ;;
    esac
  done
}

unstall() {
  for host in $(expand $1); do
    if has "$STALLED" "$host"; then
      on "$host" "$SUDO fsfreeze --unfreeze '$(value MOUNT "$host")'" </dev/null
      STALLED=$(without "$STALLED" "$host")
    fi
  done
}

cleanup() {
  trap - EXIT
  trap '' HUP INT TERM
  say 'Putting everything back.'
  unstall "$STALLED"
  for frozen in $FROZEN; do resume "\${frozen%%:*}" "\${frozen#*:}"; done
  DARK=' '
  heal
  restart "$DOWN"
}
trap cleanup EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
`;
