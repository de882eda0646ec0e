"""Hosts as network namespaces on one bridge."""

import ctypes
import os
import signal
import subprocess
import time

# Two labs may run beside each other: each has a number.
LAB = int(os.environ.get("LAB", "0"))
BRIDGE = f"lab{LAB}"
PREFIX = f"fl{LAB}-"
OPERATOR = f"10.88.{LAB}.250/24"
CLONE_NEWNET = 0x40000000
_libc = ctypes.CDLL(None, use_errno=True)


def run(*command, text=None):
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


class Net:
    """A bridge and a namespace for each host; addresses by host name."""

    def __init__(self, addresses):
        self.addresses = addresses

    def up(self):
        self.down()
        run("ip", "link", "add", BRIDGE, "type", "bridge")
        # The operator's own address: no fault concerns it.
        run("ip", "addr", "add", OPERATOR, "dev", BRIDGE)
        run("ip", "link", "set", BRIDGE, "up")
        for host, address in self.addresses.items():
            name = PREFIX + host
            run("ip", "netns", "add", name)
            run("ip", "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name)
            run("ip", "link", "set", name, "master", BRIDGE, "up")
            inside = ("ip", "-n", name)
            run(*inside, "addr", "add", f"{address}/24", "dev", "eth0")
            run(*inside, "link", "set", "lo", "up")
            run(*inside, "link", "set", "eth0", "up")
        # What is cut is dropped on the bridge, all of it in one moment: senders notice nothing.
        run(
            "nft", "-f", "-",
            text=f"table bridge {BRIDGE} {{ set gone {{ type ipv4_addr . ipv4_addr; }}\n"
            "chain passing { type filter hook forward priority 0; ip saddr . ip daddr @gone drop\n}\n}\n",
        )  # fmt: skip

    def down(self):
        for line in run("ip", "netns", "list").splitlines():
            name = line.split()[0]
            if name.startswith(PREFIX):
                for pid in pids(name[len(PREFIX) :]):
                    os.kill(pid, signal.SIGKILL)
                run("ip", "netns", "del", name)
                while name in run("ip", "-o", "link"):
                    time.sleep(0.05)
        if BRIDGE in run("nft", "list", "tables"):
            run("nft", "delete", "table", "bridge", BRIDGE)
        if BRIDGE in run("ip", "-o", "link"):
            run("ip", "link", "del", BRIDGE)

    def block(self, pairs):
        """Drops what the first of each pair sends to the second."""
        found = {(source, target) for source, target in pairs if source != target}
        elements = ", ".join(f"{self.addresses[source]} . {self.addresses[target]}" for source, target in found)
        run("nft", "add", "element", "bridge", BRIDGE, "gone", f"{{ {elements} }}")

    def heal(self):
        run("nft", "flush", "set", "bridge", BRIDGE, "gone")


def enter(host):
    """Moves the calling thread to the host's network."""
    with open(f"/var/run/netns/{PREFIX}{host}") as file:
        if _libc.setns(file.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "setns")


def pids(host):
    return [int(pid) for pid in run("ip", "netns", "pids", PREFIX + host).split() if int(pid) != os.getpid()]
