/**
 * Redis servers and Sentinels with a clock that counts in steps. After
 * https://github.com/redis/redis/blob/unstable/src/sentinel.c.
 */
export const SENTINEL_MODULE = String.raw`
Max(S) == CHOOSE x \in S : \A y \in S : y <= x
Hosts == Servers \cup Sentinels

VARIABLES
  server,    \* per server: whom it follows, and its data as a sequence of epochs
  fresh,     \* per master and replica: ticks for which the replica still counts as good
  sentinel,  \* per Sentinel: what it watches, its votes, and how far its failover is
  status, cuts, writes, lastEpoch, faults, twoWriters
vars == <<server, fresh, sentinel, status, cuts, writes, lastEpoch, faults, twoWriters>>

Up(h) == status[h] = "up"
Talks(a, b) == Up(a) /\ Up(b) /\ (a = b \/ (<<a, b>> \notin cuts /\ <<b, a>> \notin cuts))
Runs(p) == Up(p) /\ server[p].runs
Answers(s, p) == Talks(s, p) /\ server[p].runs
Master(p) == Runs(p) /\ server[p].master = None
IsPrefix(s, t) == Len(s) <= Len(t) /\ SubSeq(t, 1, Len(s)) = s
Holds(p, w) ==
  LET log == server[p].log
  IN writes[w].index \in 1..Len(log) /\ log[writes[w].index] = writes[w].epoch
Follows(q, p) == Runs(q) /\ server[q].master = p /\ Master(p) /\ Talks(p, q)

Init ==
  /\ server = [p \in Servers |->
       [runs |-> TRUE, master |-> IF p = First THEN None ELSE First, log |-> <<>>, epoch |-> 1]]
  /\ fresh = [p \in Servers |-> [q \in Servers |-> IF p = First /\ q # p THEN LagTicks ELSE 0]]
  /\ sentinel = [s \in Sentinels |->
       [watched |-> First, epoch |-> 0, config |-> 0, vote |-> None, votedIn |-> 0, silent |-> DownTicks,
        state |-> "none", votes |-> {}, wait |-> 0]]
  /\ status = [h \in Hosts |-> "up"]
  /\ cuts = {}
  /\ writes = [w \in 1..MaxWrites |-> [state |-> "free", epoch |-> 0, index |-> 0]]
  /\ lastEpoch = 1 /\ faults = 0 /\ twoWriters = FALSE

(***************************************************************************)
(* Servers.                                                                *)
(***************************************************************************)
TakesWrites(p) ==
  Master(p) /\ Cardinality({q \in Servers \ {p} : fresh[p][q] > 0}) >= MinReplicas[p]

(* A master answers at once, whatever its replicas have. *)
Write(p) ==
  /\ TakesWrites(p)
  /\ \E w \in 1..MaxWrites :
       /\ writes[w].state = "free" /\ \A v \in 1..(w - 1) : writes[v].state # "free"
       /\ server' = [server EXCEPT ![p].log = Append(@, server[p].epoch)]
       /\ writes' = [writes EXCEPT ![w] =
            [state |-> "acknowledged", epoch |-> server[p].epoch, index |-> Len(server[p].log) + 1]]
       /\ twoWriters' = (twoWriters \/ \E q \in Servers \ {p} : TakesWrites(q) /\ server[q].epoch > server[p].epoch)
  /\ UNCHANGED <<fresh, sentinel, status, cuts, lastEpoch, faults>>

(* The stream goes on; or, where the data went apart, a full copy takes its place. *)
Replicate(q) ==
  LET p == server[q].master
  IN /\ p # None /\ Follows(q, p) /\ server[q].log # server[p].log
     /\ server' = [server EXCEPT ![q].epoch = server[p].epoch, ![q].log =
          IF IsPrefix(@, server[p].log) THEN SubSeq(server[p].log, 1, Len(@) + 1) ELSE server[p].log]
     /\ UNCHANGED <<fresh, sentinel, status, cuts, writes, lastEpoch, faults, twoWriters>>

(***************************************************************************)
(* Sentinels.                                                              *)
(***************************************************************************)
Down(s) == sentinel[s].silent = 0
SameMaster(s, t) == sentinel[s].watched = sentinel[t].watched

StartFailover(s) ==
  /\ Up(s) /\ Down(s) /\ sentinel[s].state = "none" /\ sentinel[s].wait = 0
  /\ Cardinality({t \in Sentinels : Talks(s, t) /\ Down(t) /\ SameMaster(s, t)}) >= Quorum[s]
  /\ sentinel' = [sentinel EXCEPT ![s] =
       [@ EXCEPT !.epoch = @ + 1, !.vote = s, !.votedIn = sentinel[s].epoch + 1, !.votes = {s},
                 !.state = "elect", !.wait = AgainTicks]]
  /\ UNCHANGED <<server, fresh, status, cuts, writes, lastEpoch, faults, twoWriters>>

(* Each votes once in an epoch, for whoever asks first. *)
Vote(s, t) ==
  LET a == sentinel[s]
      b == sentinel[t]
      free == b.votedIn < a.epoch /\ b.epoch <= a.epoch
  IN /\ s # t /\ Talks(s, t) /\ a.state = "elect" /\ SameMaster(s, t) /\ t \notin a.votes
     /\ free \/ (b.vote = s /\ b.votedIn = a.epoch)
     /\ sentinel' = [sentinel EXCEPT
          ![s].votes = @ \cup {t},
          ![t] = IF free THEN [b EXCEPT !.epoch = a.epoch, !.vote = s, !.votedIn = a.epoch, !.wait = AgainTicks]
                 ELSE b]
     /\ UNCHANGED <<server, fresh, status, cuts, writes, lastEpoch, faults, twoWriters>>

(* The elected one promotes the replica with the lowest number of priority, then with the most data. *)
Promote(s) ==
  LET a == sentinel[s]
      fit == {q \in Servers \ {a.watched} : Answers(s, q) /\ Priority[q] > 0}
      best == {q \in fit : \A r \in fit :
                 \/ Priority[q] < Priority[r]
                 \/ Priority[q] = Priority[r] /\ Len(server[q].log) >= Len(server[r].log)}
  IN /\ Up(s) /\ a.state = "elect" /\ a.epoch = a.votedIn
     /\ Cardinality(a.votes) >= Max({Quorum[s], (Known[s] \div 2) + 1})
     /\ \E q \in best :
          /\ lastEpoch' = lastEpoch + 1
          /\ server' = [server EXCEPT ![q].master = None, ![q].epoch = lastEpoch + 1]
          /\ sentinel' = [sentinel EXCEPT ![s] =
               [a EXCEPT !.watched = q, !.config = a.epoch, !.state = "none", !.votes = {}, !.wait = 0,
                         !.silent = DownTicks]]
     /\ UNCHANGED <<fresh, status, cuts, writes, faults, twoWriters>>

GiveUp(s) ==
  /\ Up(s) /\ sentinel[s].state = "elect"
  /\ sentinel' = [sentinel EXCEPT ![s].state = "none", ![s].votes = {}]
  /\ UNCHANGED <<server, fresh, status, cuts, writes, lastEpoch, faults, twoWriters>>

(* Sentinels tell each other what they know, directly or through a server that both reach: the later one is right. *)
Greet(s, t) ==
  LET a == sentinel[s]
      b == sentinel[t]
  IN /\ s # t /\ Up(s) /\ Up(t) /\ a.config > b.config
     /\ Talks(s, t) \/ \E p \in Servers : Answers(s, p) /\ Answers(t, p)
     /\ sentinel' = [sentinel EXCEPT ![t] =
          [b EXCEPT !.watched = a.watched, !.config = a.config, !.epoch = Max({a.epoch, b.epoch}),
                    !.state = "none", !.votes = {}, !.wait = 0, !.silent = DownTicks]]
     /\ UNCHANGED <<server, fresh, status, cuts, writes, lastEpoch, faults, twoWriters>>

(* A Sentinel whose master is well sets others right. *)
Reconfigure(s, q) ==
  LET m == sentinel[s].watched
  IN /\ q # m /\ Answers(s, q) /\ Answers(s, m) /\ Master(m) /\ ~Down(s) /\ server[q].master # m
     /\ server' = [server EXCEPT ![q].master = m]
     /\ UNCHANGED <<fresh, sentinel, status, cuts, writes, lastEpoch, faults, twoWriters>>

Less(x) == IF x = 0 THEN 0 ELSE x - 1
Tick ==
  /\ sentinel' = [s \in Sentinels |->
       IF ~Up(s) THEN sentinel[s]
       ELSE [sentinel[s] EXCEPT !.wait = Less(@),
               !.silent = IF Answers(s, sentinel[s].watched) THEN DownTicks ELSE Less(@)]]
  /\ fresh' = [p \in Servers |-> [q \in Servers |->
       IF q # p /\ Follows(q, p) THEN LagTicks ELSE Less(fresh[p][q])]]
  /\ sentinel' # sentinel \/ fresh' # fresh
  /\ UNCHANGED <<server, status, cuts, writes, lastEpoch, faults, twoWriters>>

(***************************************************************************)
(* Faults. Their ends are free.                                            *)
(***************************************************************************)
Fault(kind) == kind \in FaultKinds /\ faults < MaxFaults /\ faults' = faults + 1

(* What is left of the data: by what the server keeps on its disk. *)
Left(p, powerLoss) ==
  CASE Keeps[p] = "always" \/ (~powerLoss /\ Keeps[p] \in {"everysec", "no"}) -> {server[p].log}
    [] Keeps[p] = "nothing" -> {<<>>}
    [] OTHER -> {SubSeq(server[p].log, 1, i) : i \in 0..Len(server[p].log)}
KillServer(p, powerLoss) ==
  \E log \in Left(p, powerLoss) : server' = [server EXCEPT ![p].runs = FALSE, ![p].log = log]
Crash(h, kind) ==
  /\ Up(h) /\ Fault(kind) /\ status' = [status EXCEPT ![h] = "down"]
  /\ IF h \in Servers /\ server[h].runs THEN KillServer(h, kind = "powerLoss") ELSE UNCHANGED server
  /\ sentinel' = [s \in Sentinels |->
       IF s = h THEN [sentinel[s] EXCEPT !.state = "none", !.votes = {}, !.silent = DownTicks] ELSE sentinel[s]]
  /\ UNCHANGED <<fresh, cuts, writes, lastEpoch, twoWriters>>
KillAlone(p) ==
  /\ Runs(p) /\ p \in Sentinels /\ Fault("crash") /\ KillServer(p, FALSE)
  /\ UNCHANGED <<fresh, sentinel, status, cuts, writes, lastEpoch, twoWriters>>
Pause(h) ==
  /\ Up(h) /\ Fault("pause") /\ status' = [status EXCEPT ![h] = "paused"]
  /\ UNCHANGED <<server, fresh, sentinel, cuts, writes, lastEpoch, twoWriters>>
Restart(h) ==
  /\ ~Up(h) \/ (h \in Servers /\ ~server[h].runs)
  /\ status' = [status EXCEPT ![h] = "up"]
  /\ server' = [p \in Servers |-> IF p = h THEN [server[p] EXCEPT !.runs = TRUE] ELSE server[p]]
  /\ UNCHANGED <<fresh, sentinel, cuts, writes, lastEpoch, faults, twoWriters>>

Partition ==
  /\ cuts = {} /\ Fault("partition")
  /\ \E S \in SUBSET Hosts :
       S # {} /\ S # Hosts /\ cuts' = (S \X (Hosts \ S)) \cup ((Hosts \ S) \X S)
  /\ UNCHANGED <<server, fresh, sentinel, status, writes, lastEpoch, twoWriters>>
Cut ==
  /\ Fault("cut")
  /\ \E a, b \in Hosts : a # b /\ <<a, b>> \notin cuts /\ cuts' = cuts \cup {<<a, b>>}
  /\ UNCHANGED <<server, fresh, sentinel, status, writes, lastEpoch, twoWriters>>
Heal ==
  /\ cuts # {} /\ cuts' = {}
  /\ UNCHANGED <<server, fresh, sentinel, status, writes, lastEpoch, faults, twoWriters>>

Next ==
  /\ lastEpoch <= MaxEpoch + 1 /\ \A s \in Sentinels : sentinel[s].epoch <= MaxEpoch
  /\ \/ Tick \/ Partition \/ Cut \/ Heal
     \/ \E p \in Servers : Write(p) \/ Replicate(p) \/ KillAlone(p)
     \/ \E s \in Sentinels : \/ StartFailover(s) \/ Promote(s) \/ GiveUp(s)
                             \/ \E t \in Sentinels : Vote(s, t) \/ Greet(s, t)
                             \/ \E q \in Servers : Reconfigure(s, q)
     \/ \E h \in Hosts : Crash(h, "crash") \/ Crash(h, "powerLoss") \/ Pause(h) \/ Restart(h)

Spec == Init /\ [][Next]_vars

(***************************************************************************)
(* What must hold in every state.                                          *)
(***************************************************************************)
(* The master that the latest Sentinels know of has it, or will have no later one. *)
NoLostWrite ==
  \A w \in 1..MaxWrites : writes[w].state = "acknowledged" =>
    ~\E s \in Sentinels :
       LET m == sentinel[s].watched
       IN /\ \A t \in Sentinels : sentinel[t].config <= sentinel[s].config
          /\ Master(m) /\ ~Holds(m, w)

OneWriter == ~twoWriters

(* Not promises: that TLC finds them broken shows that something comes about at all. *)
NobodyIsEverPromoted == lastEpoch = 1
NothingIsEverAcknowledged == \A w \in 1..MaxWrites : writes[w].state # "acknowledged"
`;
