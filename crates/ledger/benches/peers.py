"""Durable appends of 1 KB rows by what people use instead: an audit table in PostgreSQL and one in SQLite.

Prints one figure a line as JSON. PostgreSQL runs as a private instance with fsync and synchronous_commit on and 512 clients, each
waiting for its commit, driven by pgbench; SQLite runs in WAL mode with synchronous=FULL, once with a transaction a row and once with
512 rows a transaction, which no waiting client would see but which bounds what batching could give.

Needs Debian's `postgresql` and nothing else. Usage: peers.py [SECONDS [DIRECTORY]]
"""

import glob
import json
import os
import pwd
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

ROW = os.urandom(384).hex() + os.urandom(128).hex()  # 1,024 characters that do not compress to nothing
CLIENTS = 512


def figure(name, value, unit):
    print(json.dumps({"name": name, "value": value, "unit": unit}), flush=True)


def unprivileged():
    """PostgreSQL refuses to run as root; Debian's package makes a user for it."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def postgres(seconds, parent):
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    if not found:
        sys.exit("PostgreSQL is missing: apt-get install postgresql")
    tools, who = found[-1], unprivileged()
    home = tempfile.mkdtemp(prefix="cos-bench-pg-", dir=parent)
    if who:
        os.chown(home, who["user"], who["group"])
    data, port = f"{home}/data", str(free_port())
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

    def run(tool, *args, **how):
        return subprocess.run([f"{tools}/{tool}", *args], check=True, cwd=home, **who, **how)

    run("initdb", "-D", data, "-A", "trust", "-U", "cos", **quiet)
    settings = f"-p {port} -k {home} -c listen_addresses= -c max_connections={CLIENTS + 20} -c shared_buffers=256MB"
    run("pg_ctl", "-D", data, "-w", "-o", settings, "-l", f"{home}/log", "start", **quiet)
    try:
        at = ["-h", home, "-p", port, "-U", "cos"]
        table = "create table audit (id bigserial primary key, tenant text, at timestamptz default now(), body text)"
        run("psql", *at, "-q", "-c", table, "postgres", **quiet)
        script = f"{home}/append.sql"
        with open(script, "w") as out:
            out.write(f"insert into audit (tenant, body) values ('pilot-a', '{ROW}');\n")
        os.chmod(home, 0o755)
        log = ["-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds), "-f", script, "-l", "--sampling-rate=0.2"]
        run("pgbench", *at, *log, "postgres", **quiet)
        latencies = []
        for name in glob.glob(f"{home}/pgbench_log.*"):
            with open(name) as lines:
                latencies += [int(line.split()[2]) for line in lines]
        latencies.sort()
        count = subprocess.run(
            [f"{tools}/psql", *at, "-tAc", "select count(*) from audit", "postgres"],
            check=True, capture_output=True, text=True, cwd=home, **who,
        )
        figure("append/postgres-512-clients", int(count.stdout) / seconds, "/s")
        figure("append/postgres-512-clients-p50", latencies[len(latencies) // 2] / 1000, "ms")
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop", **quiet)
        shutil.rmtree(home, ignore_errors=True)


def sqlite(seconds, parent, rows):
    home = tempfile.mkdtemp(prefix="cos-bench-sqlite-", dir=parent)
    try:
        db = sqlite3.connect(f"{home}/audit.db", isolation_level=None)
        db.execute("pragma journal_mode=wal")
        db.execute("pragma synchronous=full")
        db.execute("create table audit (id integer primary key, tenant text, at real, body text)")
        count, start = 0, time.monotonic()
        while time.monotonic() - start < seconds:
            db.execute("begin immediate")
            for _ in range(rows):
                db.execute("insert into audit (tenant, at, body) values ('pilot-a', ?, ?)", (time.time(), ROW))
            db.execute("commit")
            count += rows
        figure(f"append/sqlite-{rows}-a-commit", count / (time.monotonic() - start), "/s")
        db.close()
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10
    parent = sys.argv[2] if len(sys.argv) > 2 else None
    postgres(int(seconds), parent)
    sqlite(seconds, parent, 1)
    sqlite(seconds, parent, CLIENTS)
