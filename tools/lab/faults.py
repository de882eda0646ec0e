"""Does to a running cluster what a scenario says."""

import signal


class Faults:
    def __init__(self, cluster, net):
        self.cluster, self.net = cluster, net
        self.clients = ["c1", "c2"]
        self.groups = None
        # Who is meant stays the same for the whole scenario.
        self.names = {}

    def fix(self):
        """Tells apart who is who right before the first fault."""
        leader = self.cluster.leader()
        others = [node for node in self.cluster.nodes if node != leader]
        self.names = {"@primary": [leader], "@replicas": others, "@nodes": self.cluster.nodes}
        self.names["@etcd"] = self.cluster.etcds or self.cluster.nodes
        for at, node in enumerate(others):
            self.names[f"@r{at + 1}"] = [node]
        return leader

    def do(self, verb, *rest):
        return getattr(self, verb)(*rest)

    def partition(self, groups):
        named = {name for group in groups for name in group if name != "@rest"}
        taken = {host for name in named for host in self.hosts(name)}
        everybody = self.cluster.nodes + self.cluster.etcds + self.clients
        rest = [host for host in everybody if host not in taken]
        found = [[h for name in group for h in (rest if name == "@rest" else self.hosts(name))] for group in groups]
        found[-1] += [host for host in rest if all(host not in group for group in found)]
        self.groups = found
        self.net.block(
            (a, b) for one in found for other in found if one is not other for a in one for b in other
        )
        return found

    def cut(self, one, other):
        pairs = [(a, b) for a in self.hosts(one) for b in self.hosts(other)]
        self.net.block(pairs + [(b, a) for a, b in pairs])

    def oneway(self, one, other):
        """What the first send to the second is lost; what comes back is not."""
        self.net.block([(a, b) for a in self.hosts(one) for b in self.hosts(other)])

    def alone(self, who):
        self.cut(who, [host for host in self.net.addresses if host not in self.hosts(who)])

    def heal(self):
        self.net.heal()

    def kill(self, who, program=None):
        for host in self.hosts(who):
            self.cluster.kill(host, program)
        return self.hosts(who)

    def power(self, who):
        """Nobody hears that it is gone. What the processes had written stays."""
        self.alone(who)
        return self.kill(who)

    def start(self, who, program=None):
        for host in self.hosts(who):
            self.cluster.start(host, program)

    def freeze(self, who, program=None):
        for host in self.hosts(who):
            self.cluster.signal(host, signal.SIGSTOP, program)

    def thaw(self, who, program=None):
        for host in self.hosts(who):
            self.cluster.signal(host, signal.SIGCONT, program)

    def sql(self, who, text):
        return self.cluster.sql(self.hosts(who)[0], text)

    def hosts(self, names):
        found = [names] if isinstance(names, str) else names
        return [host for name in found for host in self.names.get(name, [name])]
