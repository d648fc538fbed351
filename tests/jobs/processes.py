"""Odoo processes that run jobs, and what stands in front of them."""

import itertools
import os
import signal
import socket
import subprocess
import sys
import threading
import time

from launcher import ports


class Odoo:
    """One Odoo process with a job runner; one of all runners leads."""

    def __init__(self, conf, database, log, front):
        self.port, self.log = ports.any_free(), log
        self._sink = log.open("w")
        argv = [sys.executable, "-W", "ignore", "-m", "odoo", "-c", conf]
        argv += ["-d", database, "--http-port", str(self.port)]
        argv += ["--load", "base,rpc,web,queue_job", "--max-cron-threads", "0"]
        self.process = subprocess.Popen(
            argv,
            env={
                **os.environ,
                "ODOO_QUEUE_JOB_CHANNELS": "root:8",
                "ODOO_QUEUE_JOB_HOST": ports.HOST,
                "ODOO_QUEUE_JOB_PORT": str(front.port),
            },
            stdout=self._sink,
            stderr=subprocess.STDOUT,
        )
        self.pid = self.process.pid

    def said(self):
        return self.log.read_text(errors="replace")

    def leads(self):
        return "queue job runner ready for db" in self.said()

    def answers(self):
        try:
            socket.create_connection((ports.HOST, self.port), timeout=1).close()
        except OSError:
            return False
        return self.process.poll() is None

    def kill(self):
        """As the kernel does when memory is short: no last words."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()
        self._sink.close()


class Balancer:
    """A TCP load balancer: connections go to the processes in turn.

    The leading runner knows one address only. That of a balancer is how jobs come to
    several processes and hosts.
    """

    def __init__(self):
        self._listener = socket.create_server((ports.HOST, 0))
        self.port = self._listener.getsockname()[1]
        self._turn = itertools.count()
        self.behind = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            target = self._connect()
            if target is None:
                client.close()
                continue
            for source, sink in ((client, target), (target, client)):
                threading.Thread(
                    target=self._pump, args=(source, sink), daemon=True
                ).start()

    def _connect(self):
        """The next process that answers; one that was killed is passed over."""
        for _attempt in self.behind:
            port = self.behind[next(self._turn) % len(self.behind)].port
            try:
                return socket.create_connection((ports.HOST, port), timeout=5)
            except OSError:
                continue
        return None

    @staticmethod
    def _pump(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        finally:
            sink.close()

    def close(self):
        self._listener.close()


def wait_until(what, seconds=60):
    """What ``what()`` returns as soon as that is true; TimeoutError after a while."""
    until = time.monotonic() + seconds
    while not (found := what()):
        if time.monotonic() > until:
            raise TimeoutError(f"{what.__name__} is not so after {seconds} s")
        time.sleep(0.1)
    return found
