"""How clients talk to a system, and what a node says of its own role."""

from wire import Etcd, Postgres, of64, text64

CONNECT_S = 0.5


class PostgresSystem:
    leads = "primary"

    def prepare(self, address):
        connection = Postgres(address, 5)
        connection.query("create table writes (client text, n int, primary key (client, n))", 30)
        connection.close()

    def connect(self, address):
        return Postgres(address, CONNECT_S)

    def writable(self, connection):
        return connection.query("select pg_is_in_recovery()", CONNECT_S)[0][0] == "f"

    def write(self, connection, client, n, timeout):
        """Warnings that came with the success."""
        connection.query(f"insert into writes values ('{client}', {n})", timeout)
        return list(connection.warnings)

    def newest(self, connection, known, timeout):
        rows = connection.query("select client, max(n) from writes group by client", timeout)
        return {client: int(n) for client, n in rows}

    def role(self, connection, timeout):
        return "replica" if connection.query("select pg_is_in_recovery()", timeout)[0][0] == "t" else "primary"

    def all(self, address):
        connection = Postgres(address, 5)
        rows = connection.query("select client, n from writes", 20)
        connection.close()
        return {(client, int(n)) for client, n in rows}


class EtcdSystem:
    leads = "leader"

    def prepare(self, address):
        pass

    def connect(self, address):
        return Etcd(address, CONNECT_S)

    def writable(self, connection):
        return True

    def write(self, connection, client, n, timeout):
        body = {"key": text64(key_of(client, n)), "value": text64("1")}
        connection.ask("/v3/kv/put", body, timeout)
        return []

    def newest(self, connection, known, timeout):
        """The highest numbers, from those on that were seen before."""
        found = dict(known)
        for client in ("c1", "c2"):
            keys = self._range(connection, key_of(client, known.get(client, 1)), f"w/{client}0", timeout)
            # Data that were there may be gone.
            if not keys and known.get(client):
                keys = self._range(connection, f"w/{client}/", f"w/{client}0", timeout)
            found[client] = max((int(key.split("/")[2]) for key in keys), default=0)
        return found

    def role(self, connection, timeout):
        status = connection.ask("/v3/maintenance/status", {}, timeout)
        leader = status.get("leader", "0")
        if leader == "0":
            return "no-leader"
        return "leader" if leader == status["header"]["member_id"] else "follower"

    def all(self, address):
        connection = Etcd(address, 5)
        found = self._range(connection, "w/", "w0", 20)
        connection.close()
        return {(key.split("/")[1], int(key.split("/")[2])) for key in found}

    def _range(self, connection, start, end, timeout):
        body = {"key": text64(start), "range_end": text64(end), "serializable": True, "keys_only": True}
        found = connection.ask("/v3/kv/range", body, timeout)
        return [of64(each["key"]) for each in found.get("kvs", [])]


def key_of(client, n):
    return f"w/{client}/{n:06}"


SYSTEMS = {"Postgres": PostgresSystem, "Patroni": PostgresSystem, "EtcdCluster": EtcdSystem}
