"""Clients of PostgreSQL (simple queries, trust) and of etcd (its HTTP gateway), with timeouts of their own."""

import base64
import http.client
import json
import socket
import struct
import time


class Refused(Exception):
    """The server answered that it does not do it."""


class Postgres:
    def __init__(self, address, timeout):
        self.socket = socket.create_connection((address, 5432), timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.warnings = []
        body = struct.pack("!i", 196608) + b"user\0postgres\0database\0postgres\0\0"
        self.socket.sendall(struct.pack("!i", len(body) + 4) + body)
        self._answer(timeout)

    def query(self, sql, timeout):
        """Rows of text."""
        body = sql.encode() + b"\0"
        self.socket.settimeout(timeout)
        self.socket.sendall(b"Q" + struct.pack("!i", len(body) + 4) + body)
        return self._answer(timeout)

    def close(self):
        self.socket.close()

    def _answer(self, timeout):
        rows, error, until = [], None, time.monotonic() + timeout
        self.warnings = []
        while True:
            kind, body = self._message(until)
            if kind == b"D":
                rows.append(_row(body))
            elif kind == b"N":
                self.warnings.append(_fields(body))
            elif kind == b"E":
                error = _fields(body)
                # What ends the session says nothing more.
                if error.startswith(("57P", "53", "28")):
                    raise Refused(error)
            elif kind == b"Z":
                if error is not None:
                    raise Refused(error)
                return rows

    def _message(self, until):
        head = self._bytes(5, until)
        return head[:1], self._bytes(struct.unpack("!i", head[1:])[0] - 4, until)

    def _bytes(self, count, until):
        while len(self.buffer) < count:
            left = until - time.monotonic()
            if left <= 0:
                raise socket.timeout("timed out")
            self.socket.settimeout(left)
            more = self.socket.recv(65536)
            if not more:
                raise ConnectionError("connection closed by server")
            self.buffer += more
        found, self.buffer = self.buffer[:count], self.buffer[count:]
        return found


def _row(body):
    (count,) = struct.unpack_from("!h", body)
    values, at = [], 2
    for _ in range(count):
        (length,) = struct.unpack_from("!i", body, at)
        at += 4
        values.append(None if length < 0 else body[at : at + length].decode())
        at += max(0, length)
    return values


def _fields(body):
    fields = {part[:1]: part[1:] for part in body.split(b"\0") if part}
    return f"{fields.get(b'C', b'').decode()} {fields.get(b'M', b'').decode()}"


class Etcd:
    def __init__(self, address, timeout):
        self.connection = http.client.HTTPConnection(address, 2379, timeout=timeout)
        self.connection.connect()

    def ask(self, path, body, timeout):
        self.connection.sock.settimeout(timeout)
        self.connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        response = self.connection.getresponse()
        found = json.loads(response.read())
        if response.status != 200:
            raise Refused(f"{response.status} {found.get('error', found)}")
        return found

    def close(self):
        self.connection.close()


def text64(text):
    return base64.b64encode(text.encode()).decode()


def of64(text):
    return base64.b64decode(text).decode()
