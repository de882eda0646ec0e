/**
 * Raft as the search without a clock plays it: the same handlers, messages that form a set, whatever is under way or
 * armed may be next. After https://raft.github.io/raft.pdf.
 */
export const RAFT_MODULE = String.raw`
Max(S) == CHOOSE x \in S : \A y \in S : y <= x
Min(S) == CHOOSE x \in S : \A y \in S : x <= y

Servers == Voters \cup Learners
Majority == Cardinality(Voters) \div 2 + 1
MayStand(p) == p \in Voters \ NeverStand

VARIABLES
  node,        \* per server: term, vote, role, log, and what it knows of others
  status,      \* "up", "down" or "paused"
  cuts,        \* ordered pairs of servers between which nothing passes
  mail,        \* messages under way
  writes,      \* what has become of each write of clients
  faults,      \* how many there were
  twoWriters   \* a leader acknowledged while one of a later term took writes
vars == <<node, status, cuts, mail, writes, faults, twoWriters>>

Passes(p, q) == <<p, q>> \notin cuts
Up(p) == status[p] = "up"
Reaches(p, q) == status[q] # "down" /\ Passes(p, q)

(***************************************************************************)
(* Logs: a sequence of terms. A write is known by its term and its index.  *)
(***************************************************************************)
TermAt(n, i) == IF i \in 1..Len(n.log) THEN n.log[i] ELSE 0
LastTerm(n) == TermAt(n, Len(n.log))
Contains(n, term, i) == term > 0 /\ TermAt(n, i) = term
RunEnd(n, i) ==
  IF i \notin 1..Len(n.log) THEN 0 ELSE Max({j \in i..Len(n.log) : n.log[j] = n.log[i]})
UpTo(n, term) == Max({0} \cup {j \in 1..Len(n.log) : n.log[j] = term})
Common(m, n) ==
  Max({0} \cup {i \in 1..Min({Len(m.log), Len(n.log)}) : \A j \in 1..i : m.log[j] = n.log[j]})

Zero == [q \in Servers |-> 0]

Init ==
  /\ node = [p \in Servers |->
       [term |-> 0, votedFor |-> None, role |-> "follower", leader |-> None, votes |-> {},
        commit |-> 0, match |-> Zero, next |-> Zero, log |-> <<>>]]
  /\ status = [p \in Servers |-> "up"]
  /\ cuts = {}
  /\ mail = {}
  /\ writes = [w \in 1..MaxWrites |-> [state |-> "free", at |-> None, term |-> 0, index |-> 0, acked |-> 0]]
  /\ faults = 0
  /\ twoWriters = FALSE

(***************************************************************************)
(* What a handler makes of a server: its new state and what it sends.      *)
(***************************************************************************)
Result(n, out) == [n |-> n, out |-> out]

SendTo(p, n, q) ==
  LET next == n.next[q]
      end == RunEnd(n, next)
  IN {[kind |-> "append", from |-> p, to |-> q, term |-> n.term, prev |-> next - 1,
       prevTerm |-> TermAt(n, next - 1), entryTerm |-> IF end = 0 THEN 0 ELSE TermAt(n, next),
       end |-> end, commit |-> n.commit]}
SendAll(p, n) == UNION {SendTo(p, n, q) : q \in Servers \ {p}}

Answer(p, to, term, ok, index) ==
  {[kind |-> "appended", from |-> p, to |-> to, term |-> term, ok |-> ok, index |-> index]}

(* Goes over to a term, or follows its leader. *)
Follow(n, term, leader) ==
  [n EXCEPT !.term = Max({term, @}),
            !.votedFor = IF term > n.term THEN None ELSE @,
            !.role = "follower", !.votes = {}, !.leader = leader,
            !.match = Zero, !.next = Zero]

(* What a majority has, of the leader's own term, is committed, and with it all before. *)
Advance(p, n) ==
  LET m == [n EXCEPT !.match[p] = Len(n.log)]
      done == {k \in (n.commit + 1)..Len(n.log) :
                 n.log[k] = n.term /\ Cardinality({q \in Voters : m.match[q] >= k}) >= Majority}
  IN IF done = {} THEN m ELSE [m EXCEPT !.commit = Max(done)]

(* An entry of its own term comes first, so that what came before can be committed. *)
BecomeLeader(p, n) ==
  LET end == Len(n.log) + 1
      m == Advance(p, [n EXCEPT !.role = "leader", !.leader = p, !.votes = {},
                                !.log = Append(@, n.term),
                                !.match = [Zero EXCEPT ![p] = end],
                                !.next = [q \in Servers |-> end]])
  IN Result(m, SendAll(p, m))

Campaign(p, n) ==
  LET m == [n EXCEPT !.term = @ + 1, !.votedFor = p, !.votes = {p}, !.role = "candidate", !.leader = None]
  IN IF Majority = 1 THEN BecomeLeader(p, m)
     ELSE Result(m, {[kind |-> "ask", from |-> p, to |-> q, term |-> m.term, end |-> Len(m.log),
                      lastTerm |-> LastTerm(m)] : q \in Voters \ {p}})

OnAsk(p, n, m) ==
  LET k == IF m.term > n.term THEN Follow(n, m.term, None) ELSE n
      current == \/ m.lastTerm > LastTerm(n)
                 \/ m.lastTerm = LastTerm(n) /\ m.end >= Len(n.log)
      free == /\ m.term = k.term
              /\ k.votedFor = m.from \/ (k.votedFor = None /\ k.leader = None)
      vote(granted) ==
        {[kind |-> "vote", from |-> p, to |-> m.from, term |-> k.term, granted |-> granted]}
  IN IF m.term < n.term /\ Silent THEN Result(n, {})
     ELSE IF current /\ free THEN Result([k EXCEPT !.votedFor = m.from], vote(TRUE))
     ELSE Result(k, vote(FALSE))

OnVote(p, n, m) ==
  LET k == [n EXCEPT !.votes = @ \cup {m.from}]
  IN IF ~m.granted THEN Result(IF m.term > n.term THEN Follow(n, m.term, None) ELSE n, {})
     ELSE IF n.role # "candidate" \/ m.term # n.term THEN Result(n, {})
     ELSE IF Cardinality(k.votes \cap Voters) < Majority THEN Result(k, {})
     ELSE BecomeLeader(p, k)

OnAppend(p, n, m) ==
  LET k == Follow(n, m.term, m.from)
      hint == Max({h \in 0..Min({Len(k.log), m.prev - 1}) :
                     h <= k.commit \/ TermAt(k, h) <= m.prevTerm})
      has == IF TermAt(k, m.prev + 1) = m.entryTerm THEN UpTo(k, m.entryTerm) ELSE m.prev
      log == IF m.end > m.prev /\ has < m.end
             THEN SubSeq(k.log, 1, has) \o [i \in 1..(m.end - has) |-> m.entryTerm]
             ELSE k.log
      agreed == IF m.end > m.prev THEN m.end ELSE m.prev
  IN IF m.term < n.term THEN Result(n, Answer(p, m.from, n.term, FALSE, 0))
     ELSE IF m.prev > 0 /\ TermAt(k, m.prev) # m.prevTerm
     THEN Result(k, Answer(p, m.from, m.term, FALSE, hint))
     ELSE Result([k EXCEPT !.log = log, !.commit = Max({@, Min({m.commit, agreed})})],
                 Answer(p, m.from, m.term, TRUE, agreed))

OnAppended(p, n, m) ==
  LET q == m.from
      back == [n EXCEPT !.next[q] = Max({n.match[q] + 1, m.index + 1})]
      match == Max({n.match[q], m.index})
      k == Advance(p, [n EXCEPT !.match[q] = match, !.next[q] = match + 1])
  IN IF m.term > n.term THEN Result(Follow(n, m.term, None), {})
     ELSE IF n.role # "leader" \/ m.term # n.term THEN Result(n, {})
     ELSE IF ~m.ok
     THEN IF m.index + 1 < n.next[q] THEN Result(back, SendTo(p, back, q)) ELSE Result(n, {})
     ELSE Result(k, IF k.next[q] <= Len(k.log) THEN SendTo(p, k, q) ELSE {})

(* An answer that does nothing where it goes, now and ever after: terms only grow, and nobody stands twice in one. *)
Vain(n, m) ==
  CASE m.kind = "vote" ->
         IF m.granted THEN m.term < n.term \/ (m.term = n.term /\ n.role # "candidate")
         ELSE m.term <= n.term
    [] m.kind = "appended" -> m.term < n.term \/ (m.term = n.term /\ n.role # "leader")
    [] OTHER -> FALSE

(***************************************************************************)
(* Steps.                                                                  *)
(***************************************************************************)
(* Clients hear of what their server knows to be committed. *)
Acknowledged(ws, p, n) ==
  [w \in DOMAIN ws |->
     IF /\ ws[w].state = "waiting" /\ ws[w].at = p /\ ws[w].index \in 1..n.commit
        /\ Contains(n, ws[w].term, ws[w].index)
     THEN [ws[w] EXCEPT !.state = "acknowledged", !.acked = n.term] ELSE ws[w]]

Act(p, result, rest, ws) ==
  LET after == Acknowledged(ws, p, result.n)
  IN /\ node' = [node EXCEPT ![p] = result.n]
     /\ mail' = {m \in rest : m.to # p \/ ~Vain(result.n, m)}
               \cup {m \in result.out : Reaches(p, m.to) /\ ~Vain(node[m.to], m)}
     /\ writes' = after
     /\ twoWriters' = (twoWriters \/
          /\ after # ws /\ result.n.role = "leader"
          /\ \E q \in Servers \ {p} :
               Up(q) /\ node[q].role = "leader" /\ node[q].term > result.n.term)
     /\ UNCHANGED <<status, cuts, faults>>

Timeout(p) ==
  /\ Up(p) /\ MayStand(p) /\ node[p].role # "leader"
  /\ Act(p, Campaign(p, node[p]), mail, writes)

Deliver(m) ==
  LET p == m.to
      n == node[p]
      result == CASE m.kind = "ask" -> OnAsk(p, n, m)
                  [] m.kind = "vote" -> OnVote(p, n, m)
                  [] m.kind = "append" -> OnAppend(p, n, m)
                  [] m.kind = "appended" -> OnAppended(p, n, m)
  IN /\ Up(p) /\ Passes(m.from, p)
     /\ Act(p, result, mail \ {m}, writes)

Write(p) ==
  /\ Up(p) /\ p \notin NoClients /\ node[p].role = "leader"
  /\ \E w \in 1..MaxWrites :
       /\ writes[w].state = "free"
       /\ \A v \in 1..(w - 1) : writes[v].state # "free"
       /\ LET n == [node[p] EXCEPT !.log = Append(@, node[p].term)]
              index == Len(n.log)
              k == Advance(p, n)
              placed == [writes EXCEPT ![w] =
                           [state |-> "waiting", at |-> p, term |-> n.term, index |-> index, acked |-> 0]]
          IN Act(p, Result(k, UNION {SendTo(p, k, q) : q \in {r \in Servers \ {p} : k.next[r] = index}}),
                 mail, placed)

(***************************************************************************)
(* Faults. Their ends are free.                                            *)
(***************************************************************************)
Fault(kind) == kind \in FaultKinds /\ faults < MaxFaults /\ faults' = faults + 1

Down(p, n, rest) ==
  /\ status' = [status EXCEPT ![p] = "down"]
  /\ mail' = rest
  /\ node' = [node EXCEPT ![p] =
       [n EXCEPT !.role = "follower", !.leader = None, !.votes = {}, !.commit = 0,
                 !.match = Zero, !.next = Zero]]
  /\ writes' = [w \in DOMAIN writes |->
       IF writes[w].state = "waiting" /\ writes[w].at = p
       THEN [writes[w] EXCEPT !.state = "unknown"] ELSE writes[w]]
  /\ UNCHANGED <<cuts, twoWriters>>

Crash(p) == Up(p) /\ Fault("crash") /\ Down(p, node[p], {m \in mail : m.to # p})

(* Where the log is not flushed before it is acknowledged, its end may be gone. *)
PowerLoss(p) ==
  /\ Up(p) /\ Fault("powerLoss")
  /\ \E kept \in IF Flushed THEN {node[p]}
                 ELSE {node[p], [node[p] EXCEPT !.log = <<>>, !.term = 0, !.votedFor = None]} :
       Down(p, kept, {m \in mail : m.to # p /\ m.from # p})

Restart(p) ==
  /\ status[p] = "down" /\ status' = [status EXCEPT ![p] = "up"]
  /\ UNCHANGED <<node, cuts, mail, writes, faults, twoWriters>>

Pause(p) ==
  /\ Up(p) /\ Fault("pause") /\ status' = [status EXCEPT ![p] = "paused"]
  /\ UNCHANGED <<node, cuts, mail, writes, twoWriters>>

Resume(p) ==
  /\ status[p] = "paused" /\ status' = [status EXCEPT ![p] = "up"]
  /\ UNCHANGED <<node, cuts, mail, writes, faults, twoWriters>>

Partition ==
  /\ cuts = {} /\ Fault("partition")
  /\ \E S \in SUBSET Servers :
       /\ S # {} /\ S # Servers
       /\ cuts' = (S \X (Servers \ S)) \cup ((Servers \ S) \X S)
  /\ UNCHANGED <<node, status, mail, writes, twoWriters>>

Cut ==
  /\ Fault("cut")
  /\ \E p, q \in Servers : p # q /\ Passes(p, q) /\ cuts' = cuts \cup {<<p, q>>}
  /\ UNCHANGED <<node, status, mail, writes, twoWriters>>

Heal ==
  /\ cuts # {} /\ cuts' = {}
  /\ UNCHANGED <<node, status, mail, writes, faults, twoWriters>>

(* States beyond the bound on terms are looked at and not followed. *)
Beyond == \E p \in Servers : node[p].term > MaxEpoch

Next ==
  /\ ~Beyond
  /\ \/ \E p \in Servers : \/ Timeout(p) \/ Write(p)
                           \/ Crash(p) \/ PowerLoss(p) \/ Restart(p) \/ Pause(p) \/ Resume(p)
     \/ \E m \in mail : Deliver(m)
     \/ Partition \/ Cut \/ Heal

Spec == Init /\ [][Next]_vars

(***************************************************************************)
(* What must hold in every state.                                          *)
(***************************************************************************)
Leads(p) == node[p].role = "leader"

NoLostWrite ==
  \A w \in 1..MaxWrites : writes[w].state = "acknowledged" =>
    ~\E p \in Servers : /\ Leads(p) /\ node[p].term > writes[w].acked
                        /\ ~Contains(node[p], writes[w].term, writes[w].index)

OneWriter == ~twoWriters

ElectionSafety ==
  \A p, q \in Servers : p # q /\ Leads(p) /\ Leads(q) => node[p].term # node[q].term

LeaderAppendOnly ==
  \A p \in Servers : Leads(p) =>
    LastTerm(node[p]) = node[p].term /\ Len(node[p].log) >= node[p].commit

LogMatching ==
  \A p, q \in Servers : \A i \in 1..Min({Len(node[p].log), Len(node[q].log)}) :
    node[p].log[i] = node[q].log[i] => Common(node[p], node[q]) >= i

LeaderCompleteness ==
  \A p, q \in Servers :
    Leads(p) /\ node[q].term <= node[p].term => Common(node[p], node[q]) >= node[q].commit

StateMachineSafety ==
  \A p, q \in Servers : Common(node[p], node[q]) >= Min({node[p].commit, node[q].commit})

(* Not promises: that TLC finds them broken shows that something comes about at all. *)
NobodyEverLeads == \A p \in Servers : ~Leads(p)
NothingIsEverAcknowledged == \A w \in 1..MaxWrites : writes[w].state # "acknowledged"
`;
