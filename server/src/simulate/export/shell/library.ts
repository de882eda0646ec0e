/**
 * Functions of POSIX sh that both scripts share: times, who a name stands for at that moment, and which links are cut.
 * A script gives `apply`, which makes real what the state says. Hosts are numbers here.
 */
export const LIBRARY = `say() { printf '%s\\n' "$*" >&2; }
die() { say "$*"; exit 1; }
by_hand() { say "BY HAND: $*"; }

# The variable of a host: get address ADDRESS 3 puts $ADDRESS_3 into $address, and value ADDRESS 3 prints it. Loops use get,
# which starts no process.
get() { eval "$1=\\\${$2_$3-}"; }
value() { eval "printf '%s\\n' \\"\\\${$1_$2-}\\""; }

# Milliseconds; whole seconds where date knows no parts of them.
clock() {
  ms=$(date +%s%3N)
  case $ms in *[!0-9]*) ms=$(date +%s)000 ;; esac
  printf '%s\\n' "$ms"
}

# Waits until so many milliseconds have passed since the beginning.
at() {
  left=$((START + $1 - $(clock)))
  if [ "$left" -gt 0 ]; then sleep "$((left / 1000)).$(printf '%03d' $((left % 1000)))"; fi
}

ask_primary() {
  if [ -n "\${PRIMARY_IS:-}" ]; then
    PRIMARY=$PRIMARY_IS
    return
  fi
  for host in $NODES; do
    if leads "$(value ADDRESS "$host")"; then
      PRIMARY=$host
      return
    fi
  done
  [ -n "$PRIMARY" ] || die 'No host says that it leads: set PRIMARY_IS to the number of one.'
}

# The numbers of the hosts that words stand for.
expand() {
  for word in "$@"; do
    case $word in
      primary) printf '%s\\n' "$PRIMARY" ;;
      nodes) printf '%s\\n' $NODES ;;
      coordination) printf '%s\\n' $COORDINATION ;;
      replicas) for node in $NODES; do [ "$node" = "$PRIMARY" ] || printf '%s\\n' "$node"; done ;;
      rest) for node in $SERVERS; do [ "$node" = "$PRIMARY" ] || printf '%s\\n' "$node"; done ;;
      r[0-9]*) expand replicas | sed -n "\${word#r}p" ;;
      *) printf '%s\\n' "$word" ;;
    esac
  done
}

# Sets of numbers or links, with a space on each side of each.
has() { case "$1" in *" $2 "*) return 0 ;; *) return 1 ;; esac; }
without() { printf '%s' "$1" | sed "s/ $2 / /"; }

CUTS=' '
DARK=' '

cut_link() {
  [ "$1" = "$2" ] || has "$CUTS" "$1>$2" || CUTS="$CUTS$1>$2 "
}

passes() {
  if has "$CUTS" "$1>$2" || has "$DARK" "$1" || has "$DARK" "$2"; then return 1; fi
}

# Each argument is a group. Who stands in none goes with the last one, a client with the first host beside it.
partition() {
  for host in $HOSTS; do eval "GROUP_$host="; done
  group=0
  others=0
  for words in "$@"; do
    group=$((group + 1))
    for word in $words; do
      if [ "$word" = rest ]; then
        others=$group
        continue
      fi
      for host in $(expand "$word"); do
        get known GROUP "$host"
        [ -n "$known" ] || eval "GROUP_$host=$group"
      done
    done
  done
  [ "$others" -gt 0 ] || others=$group
  for host in $SERVERS; do
    get known GROUP "$host"
    [ -n "$known" ] || eval "GROUP_$host=$others"
  done
  for host in $CLIENTS; do
    get known GROUP "$host"
    [ -z "$known" ] || continue
    known=$group
    get beside BESIDE "$host"
    for near in $(expand $beside); do
      get known GROUP "$near"
      break
    done
    eval "GROUP_$host=$known"
  done
  for from in $HOSTS; do
    get here GROUP "$from"
    for to in $HOSTS; do
      get there GROUP "$to"
      [ "$here" = "$there" ] || cut_link "$from" "$to"
    done
  done
  apply
}

# cut FROM TO [oneway]
cut() {
  for from in $(expand $1); do
    for to in $(expand $2); do
      cut_link "$from" "$to"
      [ "\${3:-}" = oneway ] || cut_link "$to" "$from"
    done
  done
  apply
}

# slow FROM TO MS PERCENT: both ways.
slow() {
  for from in $(expand $1); do
    for to in $(expand $2); do
      [ "$from" = "$to" ] || eval "SLOW_\${from}_$to='$3 $4' SLOW_\${to}_$from='$3 $4'"
    done
  done
  apply
}

heal() {
  CUTS=' '
  for from in $HOSTS; do for to in $HOSTS; do eval "SLOW_\${from}_$to="; done; done
  apply
}
`;
