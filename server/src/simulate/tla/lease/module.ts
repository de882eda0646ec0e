/**
 * PostgreSQL under Patroni with a clock that counts in steps: who may write is told by a lock with a lease. After
 * https://github.com/patroni/patroni/blob/master/patroni/ha.py.
 */
export const LEASE_MODULE = String.raw`
Max(S) == CHOOSE x \in S : \A y \in S : y <= x
Min2(x, y) == IF x < y THEN x ELSE y

Hosts == Nodes \cup Keepers
KeeperMajority == Cardinality(Keepers) \div 2 + 1
Rest == 1000  \* no round is due before something changes

VARIABLES
  server,     \* per node: its PostgreSQL
  agent,      \* per node: the agent that runs it
  lock,       \* who holds it, what is written beside it, and how many ticks the lease still lasts
  status,     \* per host: "up", "down" or "paused"
  cuts,       \* ordered pairs of hosts between which nothing passes
  writes,     \* what has become of each write of clients
  lastEpoch,  \* of the latest promotion
  faults, twoWriters
vars == <<server, agent, lock, status, cuts, writes, lastEpoch, faults, twoWriters>>

Up(h) == status[h] = "up"
Talks(a, b) == Up(a) /\ Up(b) /\ (a = b \/ (<<a, b>> \notin cuts /\ <<b, a>> \notin cuts))
AgentUp(n) == Up(n) /\ agent[n].status = "up"
AgentsTalk(m, n) == AgentUp(m) /\ AgentUp(n) /\ Talks(m, n)
Works(k) == Up(k) /\ Cardinality({j \in Keepers : Talks(k, j)}) >= KeeperMajority
Reaches(n) == AgentUp(n) /\ \E k \in Keepers : Talks(n, k) /\ Works(k)
Runs(n) == Up(n) /\ server[n].role # "stopped"
Primary(n) == Runs(n) /\ server[n].role = "primary"
Standby(n) == Runs(n) /\ server[n].role = "standby"

IsPrefix(s, t) == Len(s) <= Len(t) /\ SubSeq(t, 1, Len(s)) = s
Holds(n, w) ==
  LET log == server[n].log
  IN writes[w].index \in 1..Len(log) /\ log[writes[w].index] = writes[w].epoch
(* Streams from this primary and lacks nothing that would keep it from going on. *)
Streams(j, i) ==
  Standby(j) /\ server[j].upstream = i /\ Primary(i) /\ Talks(i, j) /\ IsPrefix(server[j].log, server[i].log)

NoSync == [members |-> {}, count |-> 0]
(* With nobody chosen commits wait for one: for any that connects, or for none that there is. *)
StrictSync(n) == [members |-> IF StrictTakesAny THEN Nodes \ {n} ELSE {}, count |-> 1]
Alone(n) == IF Strict THEN StrictSync(n) ELSE NoSync
SyncOf(n, picked) ==
  IF SyncMode = "off" THEN NoSync
  ELSE IF picked = {} THEN Alone(n)
  ELSE [members |-> picked, count |-> Min2(SyncNodes, Cardinality(picked))]

Init ==
  \E leader \in Nodes \ NoFailover : \E picked \in SUBSET ((Nodes \ {leader}) \cap MaySync) :
    /\ IF SyncMode = "on" THEN Cardinality(picked) = Min2(SyncNodes, Cardinality((Nodes \ {leader}) \cap MaySync))
       ELSE picked = IF SyncMode = "off" THEN {} ELSE (Nodes \ {leader}) \cap MaySync
    /\ server = [n \in Nodes |->
         [role |-> IF n = leader THEN "primary" ELSE "standby", epoch |-> 1, log |-> <<>>,
          upstream |-> IF n = leader THEN None ELSE leader, sync |-> IF n = leader THEN SyncOf(n, picked) ELSE NoSync]]
    /\ agent = [n \in Nodes |->
         [status |-> "up", saw |-> leader, waits |-> FALSE, loop |-> IF n = leader THEN LoopTicks ELSE Rest,
          dog |-> IF n = leader /\ n \in Watchdogs THEN WatchdogTicks ELSE 0]]
    /\ lock = [holder |-> leader, lease |-> TtlTicks, leader |-> IF SyncMode = "off" THEN None ELSE leader,
               members |-> picked, published |-> 0, epoch |-> 1]
    /\ status = [h \in Hosts |-> "up"]
    /\ cuts = {}
    /\ writes = [w \in 1..MaxWrites |-> [state |-> "free", at |-> None, epoch |-> 0, index |-> 0]]
    /\ lastEpoch = 1 /\ faults = 0 /\ twoWriters = FALSE

(***************************************************************************)
(* PostgreSQL.                                                             *)
(***************************************************************************)
Replicate(j) ==
  \E i \in Nodes :
    /\ Streams(j, i) /\ Len(server[j].log) < Len(server[i].log)
    /\ server' = [server EXCEPT ![j].log = SubSeq(server[i].log, 1, Len(@) + 1), ![j].epoch = server[i].epoch]
    /\ UNCHANGED <<agent, lock, status, cuts, writes, lastEpoch, faults, twoWriters>>

Write(n) ==
  /\ Primary(n)
  /\ \E w \in 1..MaxWrites :
       /\ writes[w].state = "free" /\ \A v \in 1..(w - 1) : writes[v].state # "free"
       /\ server' = [server EXCEPT ![n].log = Append(@, server[n].epoch)]
       /\ writes' = [writes EXCEPT ![w] =
            [state |-> "waiting", at |-> n, epoch |-> server[n].epoch, index |-> Len(server[n].log) + 1]]
  /\ UNCHANGED <<agent, lock, status, cuts, lastEpoch, faults, twoWriters>>

Acknowledge(w) ==
  LET n == writes[w].at
  IN /\ writes[w].state = "waiting" /\ Primary(n) /\ Holds(n, w)
     /\ Cardinality({j \in server[n].sync.members : Streams(j, n) /\ Holds(j, w)}) >= server[n].sync.count
     /\ writes' = [writes EXCEPT ![w].state = "acknowledged"]
     /\ twoWriters' = (twoWriters \/ \E q \in Nodes \ {n} : Primary(q) /\ server[q].epoch > server[n].epoch)
     /\ UNCHANGED <<server, agent, lock, status, cuts, lastEpoch, faults>>

Stopped(s) == [s EXCEPT !.role = "stopped", !.upstream = None, !.sync = NoSync]
(* Clients of a server that stops cannot tell what became of their writes. *)
Abandon(S) ==
  [w \in DOMAIN writes |->
     IF writes[w].state = "waiting" /\ writes[w].at \in S THEN [writes[w] EXCEPT !.state = "unknown"] ELSE writes[w]]

(***************************************************************************)
(* The loop of the agents.                                                 *)
(***************************************************************************)
Due(n) == agent[n].loop = 0 \/ (agent[n].loop = Rest /\ Reaches(n) /\ lock.holder = None)
Quorum == Cardinality(lock.members) - Min2(SyncNodes, Cardinality(lock.members))

MayStand(n) ==
  /\ Standby(n) /\ n \notin NoFailover
  /\ SyncMode = "on" /\ lock.leader # None => n \in lock.members \cup {lock.leader}
  /\ lock.published <= Len(server[n].log) + MaxLag
  /\ CheckTimeline => server[n].epoch >= lock.epoch

(* None of those that it can ask is primary or further than itself; of those that may have the latest commit it asks enough. *)
Healthiest(n) ==
  LET asked == {j \in Nodes \ {n} : AgentsTalk(n, j) /\ Runs(j)}
      voters == IF SyncMode = "quorum" /\ lock.leader # None THEN lock.members ELSE {}
      former == IF SyncMode = "off" THEN None ELSE lock.leader
      counts == {j \in asked : /\ SyncMode = "on" /\ lock.leader # None => j \in lock.members \cup {former}
                               /\ j \in NoFailover => j \in voters}
      ahead == {j \in counts : Len(server[j].log) > Len(server[n].log)}
      votes == Cardinality((counts \cap voters) \ ahead) + IF n \in voters THEN 1 ELSE 0
  IN /\ ~\E j \in counts : Primary(j)
     /\ ahead \subseteq {former}
     /\ voters # {} => votes >= Quorum + 1

Take(n, l) == [l EXCEPT !.holder = n, !.lease = TtlTicks]
Sleep(n, saw) == [agent[n] EXCEPT !.loop = LoopTicks, !.saw = saw, !.waits = FALSE]
FedDog(n, a) == IF n \in Watchdogs THEN [a EXCEPT !.dog = WatchdogTicks] ELSE a

(* The lock is its own: it starts its server, promotes it, or sees to its standbys. *)
Lead(n, l) ==
  LET s == server[n]
      active == {j \in MaySync \ {n} : Streams(j, n)}
      awake == FedDog(n, Sleep(n, n))
  IN IF ~Runs(n)
     THEN /\ server' = [server EXCEPT ![n].role = "standby"]
          /\ agent' = [agent EXCEPT ![n] = [awake EXCEPT !.loop = 1]]
          /\ lock' = l /\ UNCHANGED lastEpoch
     ELSE IF s.role = "standby"
     THEN /\ lastEpoch' = lastEpoch + 1
          /\ server' = [server EXCEPT ![n] =
               [s EXCEPT !.role = "primary", !.upstream = None, !.epoch = lastEpoch + 1,
                         !.sync = IF SyncMode = "off" THEN NoSync ELSE Alone(n)]]
          /\ lock' = [l EXCEPT !.leader = IF SyncMode = "off" THEN None ELSE n, !.members = {},
                               !.published = Len(s.log), !.epoch = lastEpoch + 1]
          /\ agent' = [agent EXCEPT ![n] = awake]
     ELSE \E picked \in SUBSET active :
          LET known == IF l.leader = n THEN l.members ELSE {}
              wanted == Min2(SyncNodes, Cardinality(active))
          IN /\ CASE SyncMode = "off" -> picked = {}
                  [] SyncMode = "quorum" -> picked = active
                  [] OTHER -> /\ Cardinality(picked) = wanted
                              /\ known \cap active \subseteq picked \/ picked \subseteq known
             (* Those that go leave the service first; those that come are told to PostgreSQL first. *)
             /\ lock' = [l EXCEPT !.leader = IF SyncMode = "off" THEN None ELSE n, !.members = known \cap picked,
                                  !.published = Len(s.log), !.epoch = s.epoch]
             /\ server' = [server EXCEPT ![n].sync = SyncOf(n, picked)]
             /\ agent' = [agent EXCEPT ![n] = awake]
             /\ UNCHANGED lastEpoch

(* Somebody else has the lock. *)
FollowLeader(n, leader) ==
  LET s == server[n]
      apart == ~IsPrefix(s.log, server[leader].log)
  IN /\ agent' = [agent EXCEPT ![n] = [Sleep(n, leader) EXCEPT !.loop = IF Primary(n) \/ ~Runs(n) THEN 1 ELSE Rest]]
     /\ server' = [server EXCEPT ![n] =
          IF Primary(n) THEN Stopped(s)
          ELSE IF apart /\ n \in Rewinds /\ Primary(leader) /\ Talks(n, leader)
          THEN [s EXCEPT !.role = "standby", !.upstream = leader, !.log = server[leader].log,
                         !.epoch = server[leader].epoch]
          ELSE [s EXCEPT !.role = "standby", !.upstream = leader]]
     /\ UNCHANGED <<lock, lastEpoch>>

(* The service does not answer. Whoever has something to lose gives up after retry_timeout. *)
Unanswered(n) ==
  /\ UNCHANGED <<lock, lastEpoch>>
  /\ IF ~Primary(n) THEN agent' = [agent EXCEPT ![n].loop = Rest] /\ UNCHANGED server
     ELSE IF ~agent[n].waits
     THEN agent' = [agent EXCEPT ![n].loop = RetryTicks, ![n].waits = TRUE] /\ UNCHANGED server
     ELSE IF Failsafe /\ \A j \in Nodes \ {n} : AgentsTalk(n, j)
     THEN agent' = [agent EXCEPT ![n] = FedDog(n, [Sleep(n, n) EXCEPT !.waits = TRUE])] /\ UNCHANGED server
     ELSE /\ server' = [server EXCEPT ![n] = Stopped(server[n])]
          /\ agent' = [agent EXCEPT ![n].loop = Rest, ![n].waits = FALSE, ![n].dog = 0]

(* Nobody has the lock. *)
Race(n) ==
  IF ~Runs(n)
  THEN /\ server' = [server EXCEPT ![n].role = "standby"]
       /\ agent' = [agent EXCEPT ![n] = [Sleep(n, None) EXCEPT !.loop = 1]]
       /\ UNCHANGED <<lock, lastEpoch>>
  ELSE IF Primary(n) /\ ~(KnowsLaterTimelines /\ server[n].epoch < lock.epoch) THEN Lead(n, Take(n, lock))
  ELSE IF MayStand(n) /\ Healthiest(n) THEN Lead(n, Take(n, lock))
  ELSE agent' = [agent EXCEPT ![n] = Sleep(n, None)] /\ UNCHANGED <<server, lock, lastEpoch>>

Round(n) ==
  /\ AgentUp(n) /\ (Due(n) \/ agent[n].loop = Rest)
  /\ IF ~Reaches(n) THEN Unanswered(n)
     ELSE IF lock.holder = n THEN Lead(n, Take(n, lock))
     ELSE IF lock.holder = None THEN Race(n)
     ELSE \/ FollowLeader(n, lock.holder)
          (* It had read that the lock is its own, and writes it again without asking. *)
          \/ PutsBlindly /\ agent[n].saw = n /\ agent[n].waits /\ Lead(n, Take(n, lock))
  /\ writes' = IF Primary(n) /\ server'[n].role = "stopped" THEN Abandon({n}) ELSE writes
  /\ UNCHANGED <<status, cuts, faults, twoWriters>>

(* Those that have confirmed what was committed before may be promoted from now on. *)
ConfirmSync(n) ==
  /\ SyncMode # "off" /\ AgentUp(n) /\ Reaches(n) /\ lock.holder = n /\ Primary(n) /\ agent[n].saw = n
  /\ LET chosen == {j \in server[n].sync.members : Streams(j, n)}
         done == Max({0} \cup {writes[w].index : w \in {v \in DOMAIN writes :
                   writes[v].state = "acknowledged" /\ Holds(n, v)}})
         confirmed == {j \in chosen \cap MaySync : Len(server[j].log) >= done}
     IN /\ confirmed # lock.members /\ lock.leader = n /\ server[n].sync # Alone(n)
        /\ SyncMode = "quorum" => confirmed = server[n].sync.members
        /\ lock' = [lock EXCEPT !.members = confirmed]
  /\ UNCHANGED <<server, agent, status, cuts, writes, lastEpoch, faults, twoWriters>>

(***************************************************************************)
(* Time. It passes when nothing is due.                                    *)
(***************************************************************************)
Expire ==
  /\ lock.holder # None /\ lock.lease = 0 /\ \E k \in Keepers : Works(k)
  /\ lock' = [lock EXCEPT !.holder = None]
  /\ UNCHANGED <<server, agent, status, cuts, writes, lastEpoch, faults, twoWriters>>

Bites(n) == n \in Watchdogs /\ Primary(n) /\ agent[n].dog = 0
Less(x) == IF x = Rest \/ x = 0 THEN x ELSE x - 1
Tick ==
  /\ \A n \in Nodes : (AgentUp(n) => ~Due(n)) /\ ~Bites(n)
  /\ lock.holder = None \/ lock.lease > 0 \/ ~\E k \in Keepers : Works(k)
  /\ lock' = [lock EXCEPT !.lease = Less(@)]
  /\ agent' = [n \in Nodes |->
       [agent[n] EXCEPT !.loop = IF Up(n) /\ agent[n].status = "up" THEN Less(@) ELSE @, !.dog = Less(@)]]
  /\ UNCHANGED <<server, status, cuts, writes, lastEpoch, faults, twoWriters>>

(***************************************************************************)
(* Faults. Their ends are free.                                            *)
(***************************************************************************)
Fault(kind) == kind \in FaultKinds /\ faults < MaxFaults /\ faults' = faults + 1

Fall(h) ==
  /\ status' = [status EXCEPT ![h] = "down"]
  /\ server' = [n \in Nodes |-> IF n = h THEN Stopped(server[n]) ELSE server[n]]
  /\ agent' = [n \in Nodes |->
       IF n = h THEN [agent[n] EXCEPT !.saw = None, !.loop = 0, !.waits = FALSE, !.dog = 0] ELSE agent[n]]
  /\ writes' = Abandon({h})

Crash(h) ==
  /\ Up(h) /\ Fault("crash") /\ Fall(h) /\ UNCHANGED <<lock, cuts, lastEpoch, twoWriters>>
Reset(n) ==
  /\ Bites(n) /\ Fall(n) /\ UNCHANGED <<lock, cuts, lastEpoch, faults, twoWriters>>
KillServer(n) ==
  /\ Runs(n) /\ Fault("crash")
  /\ server' = [server EXCEPT ![n] = Stopped(@)] /\ writes' = Abandon({n})
  /\ agent' = [agent EXCEPT ![n].loop = IF @ = Rest THEN LoopTicks ELSE @]
  /\ UNCHANGED <<lock, status, cuts, lastEpoch, twoWriters>>
KillAgent(n) ==
  /\ AgentUp(n) /\ Fault("crash")
  /\ agent' = [agent EXCEPT ![n] =
       [@ EXCEPT !.status = "down", !.saw = None, !.waits = FALSE, !.loop = 0]]
  /\ UNCHANGED <<server, lock, status, cuts, writes, lastEpoch, twoWriters>>
Pause(h) ==
  /\ Up(h) /\ Fault("pause") /\ status' = [status EXCEPT ![h] = "paused"]
  /\ UNCHANGED <<server, agent, lock, cuts, writes, lastEpoch, twoWriters>>
PauseAgent(n) ==
  /\ AgentUp(n) /\ Fault("pause") /\ agent' = [agent EXCEPT ![n].status = "paused"]
  /\ UNCHANGED <<server, lock, status, cuts, writes, lastEpoch, twoWriters>>

(* What it had read before a pause may still count, until its watch has caught up. *)
Awake(n) ==
  {[agent[n] EXCEPT !.status = "up", !.loop = 0]} \cup
  (IF PutsBlindly /\ agent[n].saw = n THEN {[agent[n] EXCEPT !.status = "up", !.loop = 0, !.waits = TRUE]} ELSE {})
Restart(h) ==
  \/ /\ status[h] = "down" /\ status' = [status EXCEPT ![h] = "up"]
     /\ agent' = [n \in Nodes |-> IF n = h THEN [agent[n] EXCEPT !.status = "up", !.loop = 0] ELSE agent[n]]
     /\ UNCHANGED <<server, lock, cuts, writes, lastEpoch, faults, twoWriters>>
  \/ /\ status[h] = "paused" /\ status' = [status EXCEPT ![h] = "up"]
     /\ IF h \in Nodes THEN \E a \in Awake(h) : agent' = [agent EXCEPT ![h] = a] ELSE UNCHANGED agent
     /\ UNCHANGED <<server, lock, cuts, writes, lastEpoch, faults, twoWriters>>
  \/ /\ h \in Nodes /\ Up(h) /\ agent[h].status # "up"
     /\ \E a \in Awake(h) : agent' = [agent EXCEPT ![h] = a]
     /\ UNCHANGED <<server, lock, status, cuts, writes, lastEpoch, faults, twoWriters>>

Partition ==
  /\ cuts = {} /\ Fault("partition")
  /\ \E S \in SUBSET Hosts :
       S # {} /\ S # Hosts /\ cuts' = (S \X (Hosts \ S)) \cup ((Hosts \ S) \X S)
  /\ UNCHANGED <<server, agent, lock, status, writes, lastEpoch, twoWriters>>
Cut ==
  /\ Fault("cut")
  /\ \E a, b \in Hosts : a # b /\ <<a, b>> \notin cuts /\ cuts' = cuts \cup {<<a, b>>}
  /\ UNCHANGED <<server, agent, lock, status, writes, lastEpoch, twoWriters>>
Heal ==
  /\ cuts # {} /\ cuts' = {}
  /\ UNCHANGED <<server, agent, lock, status, writes, lastEpoch, faults, twoWriters>>

Next ==
  /\ lastEpoch <= MaxEpoch + 1
  /\ \/ Tick \/ Expire \/ Partition \/ Cut \/ Heal
     \/ \E n \in Nodes : \/ Round(n) \/ ConfirmSync(n) \/ Replicate(n) \/ Write(n)
                         \/ Reset(n) \/ KillServer(n) \/ KillAgent(n) \/ PauseAgent(n)
     \/ \E w \in 1..MaxWrites : Acknowledge(w)
     \/ \E h \in Hosts : Crash(h) \/ Pause(h) \/ Restart(h)

Spec == Init /\ [][Next]_vars

(***************************************************************************)
(* What must hold in every state.                                          *)
(***************************************************************************)
NoLostWrite ==
  \A w \in 1..MaxWrites : writes[w].state = "acknowledged" =>
    ~(lock.holder \in Nodes /\ Primary(lock.holder) /\ ~Holds(lock.holder, w))

OneWriter == ~twoWriters

(* Not promises: that TLC finds them broken shows that something comes about at all. *)
NobodyIsEverPromoted == lastEpoch = 1
NothingIsEverAcknowledged == \A w \in 1..MaxWrites : writes[w].state # "acknowledged"
`;
