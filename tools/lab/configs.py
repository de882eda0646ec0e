"""The files of each host, as somebody would commit them: {host: {name: text}}."""

from net import LAB

NET = f"10.88.{LAB}"
DATA = {"etcd": "/var/lib/etcd", "postgres": "/var/lib/postgresql/15/lab"}
PARAMETERS = {
    "max_connections": "80",
    "shared_buffers": "32MB",
    "wal_keep_size": "256MB",
    "max_wal_senders": "10",
    "max_replication_slots": "10",
    "hot_standby": "on",
    "wal_level": "replica",
    "wal_log_hints": "on",
}


def address(host):
    return f"{NET}.{ {'n': 10, 'e': 20, 'c': 100}[host[0]] + int(host[1:]) }"


def hosts_of(scenario):
    """Hosts with a server of the system, and hosts with nothing but etcd."""
    conf = scenario.get("conf", {})
    nodes = [f"n{i + 1}" for i in range(conf.get("nodes", 3))]
    apart = conf.get("etcd", 0) if scenario["system"] == "Patroni" else 0
    return nodes, [f"e{i + 1}" for i in range(apart)]


def files_of(scenario):
    nodes, etcds = hosts_of(scenario)
    conf = scenario.get("conf", {})
    files = {host: {} for host in nodes + etcds}
    if scenario["system"] == "EtcdCluster":
        for host in nodes:
            files[host]["etcd.conf.yml"] = etcd_file(host, nodes, conf.get("options", {}))
    elif scenario["system"] == "Postgres":
        for host in nodes:
            files[host]["postgresql.conf"] = postgres_file(host, nodes, conf)
            if host != "n1":
                files[host]["standby.signal"] = ""
    else:
        members = etcds or nodes
        for host in members:
            files[host]["etcd.conf.yml"] = etcd_file(host, members, conf.get("options", {}))
        for host in nodes:
            files[host]["patroni.yml"] = patroni_file(host, members, conf)
    return files


def etcd_file(host, members, options):
    at = address(host)
    peers = ",".join(f"{each}=http://{address(each)}:2380" for each in members)
    lines = [
        f"name: {host}",
        f"data-dir: {DATA['etcd']}",
        f"listen-client-urls: 'http://{at}:2379'",
        f"advertise-client-urls: 'http://{at}:2379'",
        f"listen-peer-urls: 'http://{at}:2380'",
        f"initial-advertise-peer-urls: 'http://{at}:2380'",
        f"initial-cluster: '{peers}'",
        "initial-cluster-state: new",
        # Off by default where a file is read; Patroni and the clients of this lab need it.
        "enable-grpc-gateway: true",
    ]
    return "\n".join(lines + [f"{name}: {value}" for name, value in options.items()]) + "\n"


def postgres_file(host, nodes, conf):
    own = dict(PARAMETERS)
    if host == "n1":
        own["listen_addresses"] = "*"
        own.update(conf.get("primary", {}))
    else:
        name = f"s{nodes.index(host)}"
        own["listen_addresses"] = "*"
        own["primary_conninfo"] = f"host={address('n1')} user=postgres application_name={name}"
        own.update(conf.get("standby", {}).get(name, {}))
    return "".join(f"{name} = '{value}'\n" for name, value in own.items())


def patroni_file(host, members, conf):
    at = address(host)
    dcs = {"ttl": 30, "loop_wait": 10, "retry_timeout": 10, "maximum_lag_on_failover": 1048576}
    dcs.update(conf.get("dcs", {}))
    parameters = {**PARAMETERS, **conf.get("parameters", {})}
    lines = [
        "# Patroni 3.0.2, PostgreSQL 15, etcd 3.4",
        "scope: lab",
        f"name: {host}",
        "restapi:",
        f"  listen: '{at}:8008'",
        f"  connect_address: '{at}:8008'",
        "etcd3:",
        "  hosts:",
        *[f"    - '{address(each)}:2379'" for each in members],
        "bootstrap:",
        "  dcs:",
        *[f"    {name}: {_yaml(value)}" for name, value in dcs.items()],
        "    postgresql:",
        "      use_pg_rewind: true",
        "      use_slots: true",
        "      parameters:",
        *[f"        {name}: '{value}'" for name, value in parameters.items()],
        "postgresql:",
        f"  listen: '{at}:5432'",
        f"  connect_address: '{at}:5432'",
        f"  data_dir: {DATA['postgres']}",
        "watchdog:",
        "  mode: 'off'",
    ]
    tags = conf.get("tags", {}).get(host)
    if tags:
        lines += ["tags:", *[f"  {name}: {_yaml(value)}" for name, value in tags.items()]]
    return "\n".join(lines) + "\n"


def _yaml(value):
    return str(value).lower() if isinstance(value, bool) else value
