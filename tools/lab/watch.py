"""Those who write, read and look at roles while faults come. Each is a thread in the network of its host."""

import threading
import time

from configs import address
from net import enter
from wire import Refused

EVERY_S = 0.05
READ_S = 0.1
POLL_S = 0.1


class Watch:
    """Everything that was seen: times are of the monotonic clock."""

    def __init__(self, scenario, system, nodes):
        self.scenario, self.system, self.nodes = scenario, system, nodes
        self.stopped = threading.Event()
        self.writes = {"c1": [], "c2": []}
        self.met = {"c1": [], "c2": []}
        self.reads = []
        self.roles = {node: [] for node in nodes}
        self.threads = []

    def start(self):
        home = self.scenario.get("home") or {}
        for client in self.writes:
            self._thread(self._write, client, client, home.get(client) or self.nodes)
            for node in self.nodes:
                self._thread(self._read, client, client, node)
        for node in self.nodes:
            self._thread(self._poll, node, node)

    def stop(self):
        self.stopped.set()
        for thread in self.threads:
            thread.join(8)

    def _thread(self, work, host, *args):
        def body():
            enter(host)
            work(*args)

        thread = threading.Thread(target=body, daemon=True)
        self.threads.append(thread)
        thread.start()

    def _write(self, client, nodes):
        timeout = self.scenario.get("write_timeout", 2.0)
        at, n, connection = 0, 0, None
        while not self.stopped.is_set():
            began = time.monotonic()
            node = nodes[at % len(nodes)]
            try:
                if connection is None:
                    connection = self.system.connect(address(node))
                    if not self.system.writable(connection):
                        raise Refused("not writable")
                    self._meet(client, node, "accepted")
            except Exception as error:
                self._meet(client, node, str(error))
                connection, at = closed(connection), at + 1
                self.stopped.wait(EVERY_S)
                continue
            n += 1
            asked = time.monotonic()
            try:
                warnings = self.system.write(connection, client, n, timeout)
                self.writes[client].append((n, node, asked, time.monotonic(), "ack", warnings))
            except Exception as error:
                outcome = "refused" if isinstance(error, Refused) else "unknown"
                self.writes[client].append((n, node, asked, time.monotonic(), outcome, []))
                self._meet(client, node, f"write {outcome}: {error}")
                connection, at = closed(connection), at + 1
            self.stopped.wait(max(0.005, EVERY_S - (time.monotonic() - began)))

    def _read(self, client, node):
        connection, seen = None, {}
        while not self.stopped.is_set():
            began = time.monotonic()
            try:
                connection = connection or self.system.connect(address(node))
                asked = time.monotonic()
                seen = self.system.newest(connection, seen, 1)
                self.reads.append((node, asked, seen))
            except Exception:
                connection = closed(connection)
            self.stopped.wait(max(0.01, READ_S - (time.monotonic() - began)))

    def _poll(self, node):
        connection = None
        while not self.stopped.is_set():
            began = time.monotonic()
            try:
                connection = connection or self.system.connect(address(node))
                role = self.system.role(connection, 2)
            except TimeoutError:
                # A frozen process says nothing of its role, and does nothing.
                role, connection = "silent", closed(connection)
            except Exception:
                role, connection = "down", closed(connection)
            changes = self.roles[node]
            if not changes or changes[-1][1] != role:
                changes.append((began if role == "silent" else time.monotonic(), role))
            self.stopped.wait(max(0.01, POLL_S - (time.monotonic() - began)))

    def _meet(self, client, node, what):
        met = self.met[client]
        if not met or met[-1][1] != f"{node}: {what}":
            met.append((time.monotonic(), f"{node}: {what}"))


def closed(connection):
    try:
        if connection is not None:
            connection.close()
    except Exception:
        pass

