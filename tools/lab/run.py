"""Runs scenarios on real programs: run.py [--out FOLDER] [--times N] [SCENARIO...]. Needs root and the Debian packages."""

import argparse
import glob
import json
import os
import shutil
import subprocess
import sys
import time

from cluster import Cluster
from configs import address, hosts_of
from faults import Faults
from net import LAB, Net
from record import record_of
from watch import Watch

HERE = os.path.dirname(os.path.abspath(__file__))
LEAD_IN_S = 8
MEMORY = f"/dev/shm/fl-lab{LAB}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", default="/tmp/fl-lab")
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    with open(f"{HERE}/scenarios.jsonl") as file:
        scenarios = {each["scenario"]: each for each in map(json.loads, file)}
    for name in args.names or scenarios:
        for _ in range(args.times):
            play(scenarios[name], args.out)


def play(scenario, out):
    name = scenario["scenario"]
    run = len(glob.glob(f"{out}/records/{name}.*.json")) + 1
    nodes, etcds = hosts_of(scenario)
    net = Net({host: address(host) for host in [*nodes, *etcds, "c1", "c2"]})
    log = f"{out}/logs/{name}.{run}"
    cluster = Cluster(scenario, f"{MEMORY}/data", log)
    began = time.monotonic()
    net.up()
    try:
        cluster.start_all()
        record = faulty(scenario, cluster, net)
    except Exception as error:
        print(f"{name}.{run}: {error}", flush=True)
        return
    finally:
        for host in cluster.files:
            cluster.kill(host)
        time.sleep(0.3)
        net.down()
        if os.path.exists(MEMORY):
            shutil.rmtree(MEMORY, ignore_errors=True)
    record["run"] = str(run)
    record["wall_s"] = round(time.monotonic() - began)
    os.makedirs(f"{out}/records", exist_ok=True)
    with open(f"{out}/records/{name}.{run}.json", "w") as file:
        json.dump(record, file)
    for host, files in cluster.files.items():
        os.makedirs(f"{out}/configs/{name}/{host}", exist_ok=True)
        for file_name, text in files.items():
            with open(f"{out}/configs/{name}/{host}/{file_name}", "w") as file:
                file.write(text)
    kept = ("old_stopped_being_leader", "new", "new_leader_role_at")
    print(
        f"{name}.{run}: {record['wall_s']} s, load {record['load']}, {[record['leader'][each] for each in kept]}, "
        f"gaps {[each['gaps_over_1s'] for each in record['clients'].values()]}, "
        f"overlap {record['split_brain']['overlap_s']}, lost {record['durability']['acked_lost']}, "
        f"final {record['final']['primary']}",
        flush=True,
    )


def faulty(scenario, cluster, net):
    watch = Watch(scenario, cluster.system, cluster.nodes)
    watch.start()
    time.sleep(LEAD_IN_S)
    faults = Faults(cluster, net)
    faults.fix()
    before = {"etcd": {host: cluster.etcd_role(host) for host in cluster.etcds or cluster.nodes}}
    if scenario["system"] != "EtcdCluster":
        before["pg_stat_replication"] = cluster.replication()
    if scenario["system"] == "Postgres":
        del before["etcd"]
    load = os.getloadavg()
    start = time.monotonic()
    done = []
    for at, verb, *rest in scenario["faults"]:
        time.sleep(max(0, start + at - time.monotonic()))
        asked = time.monotonic()
        result = faults.do(verb, *rest)
        done.append((round(asked - start, 2), [verb, *rest], round(time.monotonic() - asked, 2), result))
    time.sleep(max(0, start + scenario["end"] - time.monotonic()))
    watch.ended = time.monotonic()
    watch.stop()
    return record_of(scenario, watch, faults, done, start, before, final_of(cluster), load)


def final_of(cluster):
    roles = {node: cluster.role(node) for node in cluster.nodes}
    primaries = [node for node in cluster.nodes if roles[node] == cluster.system.leads]
    data = {}
    for node in cluster.nodes:
        try:
            data[node] = cluster.system.all(address(node))
        except Exception:
            data[node] = None
    # Of two, the one of the later timeline.
    primary = max(primaries, key=lambda node: timeline(cluster, node), default=None)
    # Where nobody leads: what is anywhere.
    known = [rows for rows in data.values() if rows is not None]
    present = data[primary] if primary else (set().union(*known) if known else None)
    final = {
        "primary": primary,
        "primaries": primaries,
        "roles": roles,
        "same_data": {node: None if rows is None else rows == present for node, rows in data.items()},
        "present": present,
    }
    return final


def timeline(cluster, node):
    if cluster.scenario["system"] == "EtcdCluster":
        return 0
    return int(cluster.sql(node, "select timeline_id from pg_control_checkpoint()")[0][0])


if __name__ == "__main__":
    if os.geteuid() != 0:
        sys.exit("root is needed: for namespaces")
    subprocess.run(["renice", "-n", "-15", "-p", str(os.getpid())], capture_output=True)
    main()
