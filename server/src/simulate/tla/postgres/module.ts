/**
 * PostgreSQL streaming replication without a failover manager: no promise rests on a clock, so there is none. After
 * https://www.postgresql.org/docs/current/runtime-config-replication.html and syncrep.c.
 */
export const POSTGRES_MODULE = String.raw`
Min2(x, y) == IF x < y THEN x ELSE y
Elements(list) == {list[i] : i \in 1..Len(list)}

VARIABLES
  server,     \* per server: its WAL as a sequence of epochs, and how much of it is flushed and replayed
  senders,    \* per server: the standbys that it takes for connected
  status,     \* "up", "down" or "paused"
  cuts,       \* ordered pairs of servers between which nothing passes
  writes,     \* what has become of each write of clients
  lastEpoch,  \* of the latest promotion
  faults, twoWriters
vars == <<server, senders, status, cuts, writes, lastEpoch, faults, twoWriters>>

Up(p) == status[p] = "up"
Talks(p, q) == Up(p) /\ Up(q) /\ <<p, q>> \notin cuts /\ <<q, p>> \notin cuts
Primary(p) == Up(p) /\ server[p].primary
Standby(p) == Up(p) /\ ~server[p].primary

IsPrefix(s, t) == Len(s) <= Len(t) /\ SubSeq(t, 1, Len(s)) = s
Holds(p, w) ==
  LET log == server[p].log
  IN writes[w].index \in 1..Len(log) /\ log[writes[w].index] = writes[w].epoch

Init ==
  /\ server = [p \in Servers |->
       [primary |-> p = First, epoch |-> 1, log |-> <<>>, flushed |-> 0, replayed |-> 0]]
  /\ senders = [p \in Servers |-> {q \in Servers \ {First} : Upstream[q] = p}]
  /\ status = [p \in Servers |-> "up"]
  /\ cuts = {}
  /\ writes = [w \in 1..MaxWrites |-> [state |-> "free", at |-> None, epoch |-> 0, index |-> 0]]
  /\ lastEpoch = 1 /\ faults = 0 /\ twoWriters = FALSE

(***************************************************************************)
(* Replication.                                                            *)
(***************************************************************************)
Receive(q) ==
  LET p == Upstream[q]
  IN /\ Standby(q) /\ p # None /\ Talks(p, q) /\ q \in senders[p]
     /\ IsPrefix(server[q].log, server[p].log) /\ Len(server[q].log) < Len(server[p].log)
     (* A standby sends on what it has flushed. *)
     /\ Len(server[q].log) < server[p].flushed
     /\ server' = [server EXCEPT ![q].log = SubSeq(server[p].log, 1, Len(@) + 1), ![q].epoch = server[p].epoch]
     /\ UNCHANGED <<senders, status, cuts, writes, lastEpoch, faults, twoWriters>>

Flush(p) ==
  /\ Up(p) /\ server[p].flushed < Len(server[p].log)
  /\ server' = [server EXCEPT ![p].flushed = Len(server[p].log)]
  /\ UNCHANGED <<senders, status, cuts, writes, lastEpoch, faults, twoWriters>>

(* Only commits that wait for it ask how much was replayed. *)
Replay(p) ==
  /\ Standby(p) /\ \E q \in Servers : Level[q] = "remote_apply"
  /\ server[p].replayed < server[p].flushed
  /\ server' = [server EXCEPT ![p].replayed = server[p].flushed]
  /\ UNCHANGED <<senders, status, cuts, writes, lastEpoch, faults, twoWriters>>

(* Nobody answers for wal_sender_timeout, or the connection was closed; or there is one again. *)
Disconnect(p, q) ==
  /\ Up(p) /\ q \in senders[p] /\ ~Talks(p, q) /\ senders' = [senders EXCEPT ![p] = @ \ {q}]
  /\ UNCHANGED <<server, status, cuts, writes, lastEpoch, faults, twoWriters>>
Connect(p, q) ==
  /\ Standby(q) /\ Upstream[q] = p /\ Talks(p, q) /\ q \notin senders[p]
  /\ IsPrefix(server[q].log, server[p].log)
  /\ senders' = [senders EXCEPT ![p] = @ \cup {q}]
  /\ UNCHANGED <<server, status, cuts, writes, lastEpoch, faults, twoWriters>>

(***************************************************************************)
(* Commits.                                                                *)
(***************************************************************************)
Confirms(q, w, level) ==
  /\ Holds(q, w)
  /\ CASE level = "remote_write" -> TRUE
       [] level = "remote_apply" -> server[q].replayed >= writes[w].index
       [] OTHER -> server[q].flushed >= writes[w].index

(* FIRST: the first of the list that are connected; ANY: so many of it, whichever. *)
Synced(p, w) ==
  LET list == SelectSeq(SyncNames[p], LAMBDA q : q \in senders[p])
      n == SyncCount[p]
      done(q) == Confirms(q, w, Level[p])
  IN CASE SyncMethod[p] = "none" \/ Level[p] \in {"off", "local"} -> TRUE
       [] SyncMethod[p] = "first" -> Len(list) >= n /\ \A i \in 1..n : done(list[i])
       [] OTHER -> Cardinality({q \in Elements(list) : done(q)}) >= n

Write(p) ==
  /\ Primary(p)
  /\ \E w \in 1..MaxWrites :
       /\ writes[w].state = "free" /\ \A v \in 1..(w - 1) : writes[v].state # "free"
       /\ server' = [server EXCEPT ![p].log = Append(@, server[p].epoch),
                                   ![p].flushed = IF Level[p] = "off" THEN @ ELSE Len(server[p].log) + 1]
       /\ writes' = [writes EXCEPT ![w] =
            [state |-> "waiting", at |-> p, epoch |-> server[p].epoch, index |-> Len(server[p].log) + 1]]
  /\ UNCHANGED <<senders, status, cuts, lastEpoch, faults, twoWriters>>

Tell(w) ==
  LET p == writes[w].at
  IN /\ writes' = [writes EXCEPT ![w].state = "acknowledged"]
     /\ twoWriters' = (twoWriters \/ \E q \in Servers \ {p} : Primary(q) /\ server[q].epoch > server[p].epoch)

Acknowledge(w) ==
  LET p == writes[w].at
  IN /\ writes[w].state = "waiting" /\ Primary(p) /\ Holds(p, w)
     /\ Level[p] # "off" => server[p].flushed >= writes[w].index
     /\ Synced(p, w) /\ Tell(w)
     /\ UNCHANGED <<server, senders, status, cuts, lastEpoch, faults>>

(***************************************************************************)
(* Faults, and what operators do. Restarts and the ends of cuts are free.  *)
(***************************************************************************)
Fault(kind) == kind \in FaultKinds /\ faults < MaxFaults /\ faults' = faults + 1

(* A client whose wait is cancelled is told success, with a warning. *)
CancelWaits(p) ==
  /\ Primary(p) /\ Fault("cancelWaits")
  /\ \E w \in 1..MaxWrites :
       writes[w].state = "waiting" /\ writes[w].at = p /\ server[p].flushed >= writes[w].index /\ Tell(w)
  /\ UNCHANGED <<server, senders, status, cuts, lastEpoch>>

Promote(p) ==
  /\ Standby(p) /\ Fault("promote")
  /\ lastEpoch' = lastEpoch + 1
  /\ server' = [server EXCEPT ![p].primary = TRUE, ![p].epoch = lastEpoch + 1,
                              ![p].flushed = Len(server[p].log), ![p].replayed = Len(server[p].log)]
  /\ senders' = [q \in Servers |-> senders[q] \ {p}]
  /\ UNCHANGED <<status, cuts, writes, twoWriters>>

(* What was not flushed is gone: of a primary in any case, of a standby with the power only. *)
Fall(p, powerLoss) ==
  LET s == server[p]
      loses == s.flushed < Len(s.log) /\ (s.primary \/ powerLoss)
      kept == IF loses THEN SubSeq(s.log, 1, s.flushed) ELSE s.log
      new == loses /\ s.primary
  IN /\ status' = [status EXCEPT ![p] = "down"]
     /\ lastEpoch' = IF new THEN lastEpoch + 1 ELSE lastEpoch
     /\ server' = [server EXCEPT ![p] =
          [s EXCEPT !.log = kept, !.flushed = Len(kept), !.replayed = Min2(@, Len(kept)),
                    !.epoch = IF new THEN lastEpoch + 1 ELSE @]]
     (* Only the end of a process closes its connections. *)
     /\ senders' = [q \in Servers |->
          IF q = p THEN {} ELSE IF powerLoss \/ <<p, q>> \in cuts THEN senders[q] ELSE senders[q] \ {p}]
     /\ writes' = [w \in DOMAIN writes |->
          IF writes[w].state = "waiting" /\ writes[w].at = p
          THEN [writes[w] EXCEPT !.state = "unknown"] ELSE writes[w]]
     /\ UNCHANGED <<cuts, twoWriters>>
Crash(p) == Up(p) /\ Fault("crash") /\ Fall(p, FALSE)
PowerLoss(p) == Up(p) /\ Fault("powerLoss") /\ Fall(p, TRUE)

(* Nothing fences it: whoever was primary is primary again. *)
Restart(p) ==
  /\ status[p] # "up" /\ status' = [status EXCEPT ![p] = "up"]
  /\ UNCHANGED <<server, senders, cuts, writes, lastEpoch, faults, twoWriters>>
Pause(p) ==
  /\ Up(p) /\ Fault("pause") /\ status' = [status EXCEPT ![p] = "paused"]
  /\ UNCHANGED <<server, senders, cuts, writes, lastEpoch, twoWriters>>

Partition ==
  /\ cuts = {} /\ Fault("partition")
  /\ \E S \in SUBSET Servers :
       S # {} /\ S # Servers /\ cuts' = (S \X (Servers \ S)) \cup ((Servers \ S) \X S)
  /\ UNCHANGED <<server, senders, status, writes, lastEpoch, twoWriters>>
Cut ==
  /\ Fault("cut")
  /\ \E p, q \in Servers : p # q /\ <<p, q>> \notin cuts /\ cuts' = cuts \cup {<<p, q>>}
  /\ UNCHANGED <<server, senders, status, writes, lastEpoch, twoWriters>>
Heal ==
  /\ cuts # {} /\ cuts' = {}
  /\ UNCHANGED <<server, senders, status, writes, lastEpoch, faults, twoWriters>>

Next ==
  /\ lastEpoch <= MaxEpoch + 1
  /\ \/ Partition \/ Cut \/ Heal
     \/ \E p \in Servers : \/ Receive(p) \/ Flush(p) \/ Replay(p) \/ Write(p)
                           \/ CancelWaits(p) \/ Promote(p)
                           \/ Crash(p) \/ PowerLoss(p) \/ Restart(p) \/ Pause(p)
     \/ \E p, q \in Servers : Disconnect(p, q) \/ Connect(p, q)
     \/ \E w \in 1..MaxWrites : Acknowledge(w)

Spec == Init /\ [][Next]_vars

(***************************************************************************)
(* What must hold in every state.                                          *)
(***************************************************************************)
NoLostWrite ==
  \A w \in 1..MaxWrites : writes[w].state = "acknowledged" =>
    ~\E p \in Servers : Primary(p) /\ server[p].epoch > writes[w].epoch /\ ~Holds(p, w)

OneWriter == ~twoWriters

(* Not promises: that TLC finds them broken shows that something comes about at all. *)
NothingIsEverAcknowledged == \A w \in 1..MaxWrites : writes[w].state # "acknowledged"
NothingIsEverReplicated == \A p \in Servers : p # First => server[p].log = <<>>
`;
