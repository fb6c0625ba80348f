"""What a learner's code tries to reach from inside: the person's files, the network, other programs, the kernel."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from quizapp.domain.run import IsolationLevel
from quizapp.runner.sandbox import ForkSandbox
from tests.launches import client, launch_of

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(60)]

PROBES = """
import array, fcntl, json, shutil, struct, tempfile
from pathlib import Path
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    if libc.syscall(ctypes.c_long(number), *arguments) < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
def connect(family, kind, address, said=b"exfiltrated"):
    with socket.socket(family, kind) as s:
        s.settimeout(1)
        s.connect(address)
        s.send(said)
def datagram_pair(path):
    a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with a, b: a.sendto(b"exfiltrated", path)
def reused_listener(address):
    for fd in range(3, 64):
        try: s = socket.socket(fileno=os.dup(fd))
        except OSError: continue
        with s: s.connect(address)
    raise OSError("none")
def fork():
    if os.fork() == 0: os._exit(0)
OUT = json.loads(os.environ["OUT"])
ATTEMPTS = {
    "read a private key": lambda: open(OUT["key"]).read(),
    "list the home": lambda: os.listdir(OUT["home"]),
    "read /etc/passwd": lambda: open("/etc/passwd").read(),
    "read /etc/shadow": lambda: open("/etc/shadow").read(),
    "write into the home": lambda: open(OUT["home"] + "/planted", "w"),
    "append to a file of the home": lambda: open(OUT["key"], "a").write("x"),
    "truncate a file of the home": lambda: os.truncate(OUT["key"], 0),
    "delete a file of the home": lambda: os.unlink(OUT["key"]),
    "rename into the home": lambda: (open("mine", "w"), os.rename("mine", OUT["home"] + "/planted")),
    "link a file of the home": lambda: os.link(OUT["key"], "stolen"),
    "link into the home": lambda: os.symlink(OUT["key"], "stolen"),
    "make a folder in the home": lambda: os.mkdir(OUT["home"] + "/planted"),
    "write to /tmp": lambda: open("/tmp/planted", "w"),
    "write to /dev/shm": lambda: open("/dev/shm/planted", "w"),
    "write into site-packages": lambda: open(OUT["site"] + "/planted.py", "w"),
    "write to its terminal": lambda: open("/dev/tty", "w"),
    "read another program's variables": lambda: open(f"/proc/{OUT['pid']}/environ", "rb").read(),
    "open another program's memory": lambda: os.open(f"/proc/{OUT['pid']}/mem", os.O_RDWR),
    "its own /proc/self/mem": lambda: os.open("/proc/self/mem", os.O_RDWR),
    "TCP to this machine": lambda: connect(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", OUT["tcp"])),
    "TCP over IPv6": lambda: connect(socket.AF_INET6, socket.SOCK_STREAM, ("::1", OUT["tcp"])),
    "UDP": lambda: connect(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", OUT["udp"])),
    "a name server": lambda: connect(socket.AF_INET, socket.SOCK_DGRAM, ("192.0.2.53", 53)),
    "netlink": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0),
    "raw packets": lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1),
    "a Unix socket": lambda: connect(socket.AF_UNIX, socket.SOCK_STREAM, OUT["unix"]),
    "a Unix datagram socket": lambda: connect(socket.AF_UNIX, socket.SOCK_DGRAM, OUT["datagram"]),
    "a datagram from a pair": lambda: datagram_pair(OUT["datagram"]),
    "an abstract Unix socket": lambda: connect(socket.AF_UNIX, socket.SOCK_STREAM, OUT["abstract"]),
    "the listening socket as a client": lambda: reused_listener(OUT["unix"]),
    "bind a port": lambda: socket.create_server(("127.0.0.1", 0)),
    "signal the parent": lambda: os.kill(os.getppid(), 0),
    "signal another program": lambda: os.kill(OUT["pid"], 0),
    "signal everybody": lambda: os.kill(-1, 0),
    "signal its group": lambda: os.kill(0, 0),
    "fork": fork,
    "a program": lambda: subprocess.run(["true"]),
    "become a program": lambda: os.execv("/bin/true", ["true"]),
    "posix_spawn": lambda: os.posix_spawn("/bin/true", ["true"], {}),
    "a pool of processes": lambda: __import__("multiprocessing").Pool(1),
    "a file in memory": lambda: os.memfd_create("x"),
    "raise its memory limit": lambda: __import__("resource").setrlimit(9, (-1, -1)),
    "the limits of another program": lambda: __import__("resource").prlimit(OUT["pid"], 7, (3, 3)),
    "priority of the person's programs": lambda: os.setpriority(os.PRIO_USER, 0, 19),
    "mknod": lambda: os.mknod("device", 0o600 | 0o020000, os.makedev(1, 3)),
    "chroot": lambda: os.chroot("."),
    "mount": lambda: call(OUT["nr"]["mount"], b"none", b".", b"tmpfs", 0, None),
    "unshare": lambda: call(OUT["nr"]["unshare"], 0x10000000),
    "ptrace": lambda: call(OUT["nr"]["ptrace"], 0x4206, OUT["pid"], 0, 0),
    "process_vm_readv": lambda: call(OUT["nr"]["process_vm_readv"], OUT["pid"], None, 0, None, 0, 0),
    "pidfd_open": lambda: call(434, OUT["pid"], 0),
    "io_uring": lambda: call(425, 4, ctypes.create_string_buffer(256)),
    "bpf": lambda: call(OUT["nr"]["bpf"], 0, None, 0),
    "keyctl": lambda: call(OUT["nr"]["keyctl"], 0, 0),
    "userfaultfd": lambda: call(OUT["nr"]["userfaultfd"], 0),
    "outlive the program": lambda: call(OUT["nr"]["prctl"], 1, 0, 0, 0, 0),
    "type into a terminal": lambda: fcntl.ioctl(0, 0x5412, b"x"),
    "its own limits file": lambda: open("/proc/self/oom_score_adj", "w").write("-1000"),
}
@app.get("/reached")
def reached():
    found = []
    for name, attempt in ATTEMPTS.items():
        try:
            attempt()
        except BaseException:
            continue
        found.append(name)
    return found
"""
X86 = {
    "mount": 165,
    "unshare": 272,
    "ptrace": 101,
    "process_vm_readv": 310,
    "bpf": 321,
    "keyctl": 250,
    "userfaultfd": 323,
    "prctl": 157,
}
ARM = {
    "mount": 40,
    "unshare": 97,
    "ptrace": 117,
    "process_vm_readv": 270,
    "bpf": 280,
    "keyctl": 219,
    "userfaultfd": 282,
    "prctl": 167,
}

HARMLESS = """
import shutil, sqlite3, tempfile, zoneinfo, datetime, concurrent.futures, logging, pathlib
def database():
    with sqlite3.connect("app.db") as c:
        c.execute("pragma journal_mode=wal"); c.execute("create table t(a)"); c.execute("insert into t values(1)")
        return c.execute("select a from t").fetchone()[0]
def copied():
    pathlib.Path("a.txt").write_text("x")
    pathlib.Path("touched.txt").touch()
    shutil.copy("a.txt", "b.txt"); shutil.copy2("a.txt", "c.txt")
    os.chmod("a.txt", 0o600); os.makedirs("d"); os.rename("a.txt", "d/a.txt")
    return sorted(os.listdir("."))
@app.get("/harmless")
async def harmless():
    with tempfile.NamedTemporaryFile("w+") as f:
        f.write("x"); f.flush()
    return {
        "database": database(),
        "files": [n for n in copied() if n.endswith(".txt")],
        "zone": str(datetime.datetime(2026, 1, 1, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin")).utcoffset()),
        "threads": list(concurrent.futures.ThreadPoolExecutor(8).map(abs, range(3))),
        "to_thread": await asyncio.to_thread(lambda: 1),
        "home": pathlib.Path("~").expanduser().is_dir(),
        "source": "harmless" in open(__file__).read(),
    }
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["full", "strong"])
async def sandbox(request: pytest.FixtureRequest) -> AsyncIterator[ForkSandbox]:
    """A sandbox at each of the two upper levels."""
    made = ForkSandbox(without=[] if request.param == "full" else ["namespaces"])
    await made.warm()
    if made.isolation.level < (IsolationLevel.FULL if request.param == "full" else IsolationLevel.STRONG):
        await made.close()
        pytest.skip(f"this system has no {request.param} isolation: {made.isolation.missing}")
    yield made
    await made.close()


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[dict[str, object]]:
    """Things worth reaching, all of them really there, and a way to see whether they were reached."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "id_rsa").write_text("PRIVATE KEY")
    nr = X86 if os.uname().machine == "x86_64" else ARM
    tcp = socket.create_server(("127.0.0.1", 0))
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    unix, abstract = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
    unix.bind(str(tmp_path / "s"))
    abstract.bind(f"\0quizapp-{os.getpid()}")
    datagram = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    datagram.bind(str(tmp_path / "d"))
    for one in (unix, abstract):
        one.listen()
    everything = (tcp, udp, unix, abstract, datagram)
    for one in everything:
        one.setblocking(False)
    yield {
        "home": str(home),
        "key": str(home / "id_rsa"),
        "site": next(path for path in sys.path if path.endswith("site-packages")),
        "pid": os.getpid(),
        "tcp": tcp.getsockname()[1],
        "udp": udp.getsockname()[1],
        "unix": str(tmp_path / "s"),
        "abstract": f"\0quizapp-{os.getpid()}",
        "datagram": str(tmp_path / "d"),
        "nr": nr,
    }
    assert [path.name for path in home.iterdir()] == ["id_rsa"]
    assert (home / "id_rsa").read_text() == "PRIVATE KEY"
    assert not Path("/tmp/planted").exists()
    for one in (udp, datagram):
        with pytest.raises(BlockingIOError):
            one.recv(100)
    for one in everything:
        one.close()


async def test_nothing_is_reached(sandbox: ForkSandbox, outside: dict[str, object]) -> None:
    """None of them gets through, and what lies outside is as it was."""
    import json

    app = await sandbox.launch(launch_of(PROBES, env={"OUT": json.dumps(outside)}))
    async with client(app) as http:
        reached = (await http.get("/reached")).json()
    await app.kill()

    assert reached == []


async def test_harmless_code_works(sandbox: ForkSandbox) -> None:
    """A database, temporary files, copies, time zones and threads are what learners' apps need."""
    app = await sandbox.launch(launch_of(HARMLESS))
    async with client(app) as http:
        response = await http.get("/harmless")
    await app.kill()

    assert response.status_code == 200, app.output()
    assert response.json() == {
        "database": 1,
        "files": ["b.txt", "c.txt", "touched.txt"],
        "zone": "1:00:00",
        "threads": [0, 1, 2],
        "to_thread": 1,
        "home": True,
        "source": True,
    }
