"""Starts and kills the real programs of a scenario: each host's in its own namespace, with data in memory."""

import os
import shutil
import signal
import subprocess
import time

from configs import DATA, address, files_of, hosts_of
from net import PREFIX, pids
from systems import SYSTEMS

BIN = "/usr/lib/postgresql/15/bin"
SETTLE_S = 15
HBA = "local all all trust\nhost all all all trust\nhost replication all all trust\n"
PROGRAMS = {"etcd": "etcd.conf.yml", "patroni": "patroni.yml", "postgres": "postgresql.conf"}


class Cluster:
    def __init__(self, scenario, root, log):
        self.scenario = scenario
        self.system = SYSTEMS[scenario["system"]]()
        self.root, self.log = root, log
        self.nodes, self.etcds = hosts_of(scenario)
        self.files = files_of(scenario)

    def start_all(self):
        shutil.rmtree(self.root, ignore_errors=True)
        for host in self.files:
            os.makedirs(f"{self.root}/{host}")
        subprocess.run(["chown", "-R", "postgres:postgres", self.root], check=True)
        os.makedirs(self.log, exist_ok=True)
        for host in self.files:
            self.start(host, "etcd")
        if self.scenario["system"] == "Postgres":
            self._first_servers()
        if self.scenario["system"] == "Patroni":
            self._first_patroni()
        self._settle()

    def programs(self, host):
        """In the order in which they are started."""
        return [name for name, file in PROGRAMS.items() if file in self.files[host]]

    def start(self, host, program=None):
        for name in [program] if program else self.programs(host):
            if name in self.programs(host):
                getattr(self, f"_start_{name}")(host)

    def signal(self, host, number, program=None):
        for pid in pids(host):
            if program is None or self._is(pid, program):
                try:
                    os.kill(pid, number)
                except ProcessLookupError:
                    pass

    def kill(self, host, program=None):
        self.signal(host, signal.SIGKILL, program)

    def _is(self, pid, program):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                text = file.read().replace(b"\0", b" ").decode(errors="replace")
        except FileNotFoundError:
            return False
        if program == "patroni":
            return "/usr/bin/patroni" in text
        return (program == "postgres" and text.startswith(("postgres:", f"{BIN}/postgres"))) or (
            program == "etcd" and text.startswith("/usr/bin/etcd")
        )

    def _file(self, host, name, extra=""):
        """A config file, with the paths of this lab in place of those that are usual."""
        text = self.files[host][name] + extra
        for kind, path in DATA.items():
            text = text.replace(path, f"{self.root}/{host}/{kind}")
        path = f"{self.root}/{host}/{name}"
        with open(path, "w") as file:
            file.write(text)
        return path

    def _run(self, host, program, *command):
        out = open(f"{self.log}/{host}.{program}.log", "ab")
        subprocess.Popen(
            ["ip", "netns", "exec", PREFIX + host, "nice", "-n", "-15", "setpriv", "--reuid=postgres",
             "--regid=postgres", "--init-groups", *command],
            stdout=out, stderr=out, stdin=subprocess.DEVNULL, start_new_session=True, cwd=self.root,
            env={"PATH": f"{BIN}:/usr/bin:/bin", "HOME": self.root, "LANG": "C.UTF-8"},
        )  # fmt: skip

    def _start_etcd(self, host):
        self._run(host, "etcd", "/usr/bin/etcd", "--config-file", self._file(host, "etcd.conf.yml"))

    def _start_patroni(self, host):
        own = f"{self.root}/{host}"
        extra = (
            "  authentication:\n    superuser: {username: postgres}\n    replication: {username: postgres}\n"
            f"    rewind: {{username: postgres}}\n  pgpass: {own}/pgpass\n  bin_dir: {BIN}\n"
            f"  pg_hba: [{', '.join(chr(34) + line + chr(34) for line in HBA.splitlines())}]\n"
            f"  parameters: {{unix_socket_directories: {own}, log_min_messages: log}}\n"
        )
        text = self.files[host]["patroni.yml"]
        path = self._file(host, "patroni.yml")
        at = text.index("watchdog:")
        with open(path, "w") as file:
            whole = text[:at] + extra + text[at:]
            file.write(whole.replace(DATA["postgres"], f"{own}/postgres"))
        self._run(host, "patroni", "/usr/bin/python3", "/usr/bin/patroni", path)

    def _start_postgres(self, host):
        own = f"{self.root}/{host}"
        data = f"{own}/postgres"
        if os.path.exists(f"{data}/postmaster.pid"):
            os.remove(f"{data}/postmaster.pid")
        shutil.copy(self._file(host, "postgresql.conf"), f"{data}/postgresql.conf")
        self._run(host, "postgres", f"{BIN}/postgres", "-D", data, "-c", f"unix_socket_directories={own}")

    def _first_servers(self):
        first = f"{self.root}/n1/postgres"
        as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
        subprocess.run([*as_postgres, f"{BIN}/initdb", "-N", "-D", first], check=True, capture_output=True, cwd="/tmp")
        with open(f"{first}/pg_hba.conf", "w") as file:
            file.write(HBA)
        # With settings that a standby asks of its primary.
        shutil.copy(self._file("n1", "postgresql.conf"), f"{first}/postgresql.conf")
        alone = f"-c listen_addresses= -c unix_socket_directories={self.root}/n1"
        for action in (["-o", alone, "-w", "start"], ["-w", "stop"]):
            subprocess.run(
                [*as_postgres, f"{BIN}/pg_ctl", "-D", first, "-l", f"{first}/first.log", *action],
                check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/tmp",
            )  # fmt: skip
        for host in self.nodes[1:]:
            shutil.copytree(first, f"{self.root}/{host}/postgres")
            open(f"{self.root}/{host}/postgres/standby.signal", "w").close()
            subprocess.run(["chown", "-R", "postgres:postgres", f"{self.root}/{host}"], check=True)
        subprocess.run(["chmod", "-R", "go-rwx", *[f"{self.root}/{host}/postgres" for host in self.nodes]], check=True)
        for host in self.nodes:
            self._start_postgres(host)

    def _first_patroni(self):
        self.wait("etcd answers", lambda: any(self.etcd_role(host) == "leader" for host in self.etcds or self.nodes))
        self._start_patroni("n1")
        self.wait("n1 leads", lambda: self.role("n1") == "primary", 90)
        for host in self.nodes[1:]:
            self._start_patroni(host)

    def _settle(self):
        self.wait("one leads", lambda: self.leader() is not None, 90)
        if self.scenario["system"] == "EtcdCluster":
            self.wait("others follow", lambda: all(self.role(host) in ("leader", "follower") for host in self.nodes))
            return
        self.wait("others stream", lambda: len(self.replication()) == len(self.nodes) - 1, 120)
        expected = self.scenario.get("conf", {}).get("synchronous", 0)
        self.wait("synchronous", lambda: sum(row[1] != "async" for row in self.replication()) >= expected, 60)
        if self.scenario["system"] == "Patroni":
            # A round or two of each loop, so that nothing of the beginning is left.
            time.sleep(SETTLE_S)
        # The table: with synchronous commits it needs those that confirm.
        self.system.prepare(address(self.leader()))

    def leader(self):
        return next((host for host in self.nodes if self.role(host) == self.system.leads), None)

    def role(self, host):
        return self._role(self.system, host)

    def etcd_role(self, host):
        return self._role(SYSTEMS["EtcdCluster"](), host)

    def _role(self, system, host):
        try:
            connection = system.connect(address(host))
            try:
                return system.role(connection, 1)
            finally:
                connection.close()
        except Exception:
            return "down"

    def replication(self, host=None):
        return self.sql(
            host or self.leader(),
            "select application_name, sync_state from pg_stat_replication where state = 'streaming' and application_name != 'pg_basebackup' order by 1",
        )

    def sql(self, host, text):
        try:
            connection = self.system.connect(address(host))
            try:
                return connection.query(text, 30)
            finally:
                connection.close()
        except Exception as error:
            return [[f"failed: {error}"]] if "select application_name" not in text else []

    def wait(self, what, ready, seconds=30):
        until = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > until:
                raise TimeoutError(f"{what}: not in {seconds} s")
            time.sleep(0.3)
