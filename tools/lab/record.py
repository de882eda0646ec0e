"""What one run comes to, as one record. Times are seconds from the first fault."""

PAUSE_S = 1.0


def record_of(scenario, watch, faults, done, start, before, final, load):
    rel = lambda at: round(at - start, 2)
    leads = watch.system.leads
    roles = {node: [[rel(at), role] for at, role in changes] for node, changes in watch.roles.items()}
    old = faults.names["@primary"][0]
    acks = [(client, *write) for client, writes in watch.writes.items() for write in writes if write[4] == "ack"]
    acks.sort(key=lambda ack: ack[4])
    heal = next((t for t, do, *_ in done if do[0] in ("heal", "start", "thaw")), float("inf"))
    etcd = scenario["system"] == "EtcdCluster"
    other = next(((node, at) for at, node in sorted(
        (at, node) for node in roles if node != old for at, role in roles[node] if at >= 0 and role == leads)), None)
    first_other = next((rel(a[4]) for a in acks if a[2] != old and rel(a[4]) > 0), None)
    last_old = [rel(a[4]) for a in acks if a[2] == old and 0 <= rel(a[4]) <= heal]
    present = final.pop("present")
    lost = [a for a in acks if (a[0], a[1]) not in present] if present is not None else []
    by = {}
    for client, _, node, *_ in lost:
        by[f"{client}>{node}"] = by.get(f"{client}>{node}", 0) + 1
    failed = [(client, *w) for client, ws in watch.writes.items() for w in ws if w[4] != "ack"]
    there = lambda outcome: sum(w[5] == outcome and (w[0], w[1]) in (present or set()) for w in failed)
    return {
        "scenario": scenario["scenario"],
        "about": scenario["about"],
        "system": scenario["system"],
        "conf": scenario.get("conf", {}),
        "faults": [{"t": t, "do": do, "took_s": took, "result": result} for t, do, took, result in done],
        "groups": faults.groups,
        "before": before,
        "load": load,
        "roles": roles,
        "leader": {
            "old": old,
            "old_stopped_being_leader": next((at for at, role in roles[old] if at >= 0 and role != leads), None),
            "new": other and other[0],
            "new_leader_role_at": other and other[1],
            "first_ack_by_another_node": None if etcd else first_other,
            "last_ack_by_old_before_heal": None if etcd else (last_old[-1] if last_old else None),
        },
        "clients": {client: client_of(watch, client, rel) for client in watch.writes},
        "split_brain": split_brain(acks, (faults.groups or []) if etcd else None, rel, heal),
        "durability": {
            "acked": len(acks),
            "acked_lost": len(lost),
            "lost_by_node_and_client": by,
            "lost_acked_between": [rel(lost[0][4]), rel(lost[-1][4])] if lost else None,
            "refused_but_present": there("refused"),
            "unknown": sum(w[5] == "unknown" for w in failed),
            "unknown_but_present": there("unknown"),
            "acked_with_warning": [
                [rel(a[4]), a[0], a[1], "present" if (a[0], a[1]) in (present or set()) else "lost", a[6][0]]
                for a in acks if a[6]
            ],
        },
        "stale_reads": {node: stale(watch, acks, node, start, heal) for node in watch.nodes},
        "final": final,
    }


def client_of(watch, client, rel):
    writes = watch.writes[client]
    acked = [write for write in writes if write[4] == "ack"]
    ends = [rel(write[3]) for write in acked]
    gaps = [[a, b] for a, b in zip(ends, ends[1:]) if b - a > PAUSE_S]
    last = rel(watch.ended)
    if ends and last - ends[-1] > PAUSE_S:
        gaps.append([ends[-1], None])
    if not ends:
        gaps.append([rel(writes[0][2]) if writes else 0.0, None])
    count = lambda outcome: sum(write[4] == outcome for write in writes)
    failed = [rel(w[3]) for w in writes if w[4] != "ack" and rel(w[3]) > 0]
    return {
        "ack": count("ack"),
        "refused": count("refused"),
        "unknown": count("unknown"),
        "first_failed_write_after_fault": failed[0] if failed else None,
        "gaps_over_1s": gaps,
        "slowest_ack_s": round(max((w[3] - w[2] for w in acked), default=0), 2),
        "acked_by_node": {
            node: spans([rel(w[3]) for w in acked if w[1] == node]) for node in watch.nodes
            if any(w[1] == node for w in acked)
        },
        "met": [[rel(at), what] for at, what in watch.met[client] if rel(at) > 0],
    }


def spans(times):
    found = []
    for at in sorted(times):
        if found and at - found[-1][1] <= PAUSE_S:
            found[-1][1] = at
        else:
            found.append([at, at])
    return found


def split_brain(acks, sides, rel, heal):
    """How long two acknowledged at once: nodes, or, where every node takes writes, sides of a partition."""
    by = {}
    for ack in acks:
        at = rel(ack[4])
        if sides is None:
            by.setdefault(ack[2], []).append(at)
        elif 0 < at < heal:
            side = next((i for i, group in enumerate(sides) if ack[2] in group), 0)
            by.setdefault(f"side {side}", []).append(at)
    pairs, names = {}, sorted(by)
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            both = sum(
                max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in spans(by[one]) for b in spans(by[other])
            )
            if both > 0:
                pairs[f"{one}+{other}"] = round(both, 2)
    return {"overlap_s": round(sum(pairs.values()), 2), "pairs": pairs}


def stale(watch, acks, node, start, heal):
    """A read that misses a write of a client that was acknowledged before it began; how old the oldest missed one is."""
    numbers = {client: [(a[4], a[1]) for a in acks if a[0] == client] for client in watch.writes}
    reads = sorted((asked, seen) for where, asked, seen in watch.reads if where == node)
    ages = []
    for asked, seen in reads:
        missed = [
            next((at for at, n in found if n > seen.get(client, 0)), None) for client, found in numbers.items()
        ]
        age = max((asked - at for at in missed if at is not None and at < asked), default=0)
        ages.append((asked - start, age))
    shown = [(at, age) for at, age in ages if age > 0]
    return {
        "reads": len(reads),
        "stale": len(shown),
        "max_age_s": round(max((age for _, age in shown), default=0), 2),
        "stale_while_faulty": sum(0 <= at < heal for at, _ in shown),
        "stale_before_fault": sum(at < 0 for at, _ in shown),
        "max_age_before_fault_s": round(max((age for at, age in shown if at < 0), default=0), 3),
    }
