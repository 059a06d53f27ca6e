"""Run a command of the image as compose and Kubernetes run it: its root read-only, no capability and no way to one.

An engine would do it by the same calls of the kernel; here `unshare`, `mount` and `setpriv` make them. Beside the root
there are /data as it is, a /tmp in memory, and /proc and /dev; the command is the first process of
its own process table, as in a container. The network is this machine's, for the loopback Bot API server.
"""

import pathlib
from typing import Any

_SCRIPT = """
set -e
root=$1 user=$2
shift 2
mount --bind "$root" "$root"
mount --bind "$root/data" "$root/data"
mount -o remount,bind,ro "$root"
mount -t tmpfs -o mode=1777,nosuid,nodev,noexec tmpfs "$root/tmp"
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
mount --rbind /dev "$root/dev"
exec chroot "$root" setpriv --reuid "$user" --regid "$user" --clear-groups --bounding-set=-all --inh-caps=-all \
  --no-new-privs "$@"
"""
WRITE_ANYWHERE = """
import os, sys
written = []
for folder, _, _ in os.walk("/"):
    if folder.startswith(("/proc", "/dev", "/data", "/tmp")):
        continue
    try:
        open(os.path.join(folder, "x"), "w").close()
        written.append(folder)
    except OSError:
        pass
for folder in ("/data", "/tmp"):
    with open(os.path.join(folder, "x"), "w"):
        os.remove(os.path.join(folder, "x"))
sys.exit(" ".join(written) or 0)
"""
"""A program that ends with 0 where it can write in /data and /tmp, and nowhere else."""


def locked(root: pathlib.Path, config: dict[str, Any], environment: dict[str, str], command: list[str]) -> list[str]:
    """Return the words that run a command of the image so.

    Args:
        root: where the image's file system is mounted.
        config: the image's configuration.
        environment: variables beside the image's own.
        command: what to run.
    """
    variables = [*config["Env"], *(f"{name}={value}" for name, value in environment.items())]
    user = config["User"].partition(":")[0]
    isolated = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", _SCRIPT, "sh", str(root), user]
    return [*isolated, "env", "-i", f"--chdir={config['WorkingDir']}", *variables, *command]


def check_locked(process: int) -> None:
    """See in the kernel's own account of a process that it has no right and cannot get one."""
    status = pathlib.Path(f"/proc/{process}/status").read_text().splitlines()
    said = dict(line.split(":\t", 1) for line in status if ":\t" in line)
    for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        assert int(said[name], 16) == 0, (name, said[name])
    assert said["NoNewPrivs"] == "1"
    assert said["NSpid"].split()[-1] == "1", (
        "the first process, as in a container: signals reach it by its own handlers"
    )
    mounts = [line.split() for line in pathlib.Path(f"/proc/{process}/mountinfo").read_text().splitlines()]
    [options] = [mount[5] for mount in mounts if mount[4] == "/"]
    assert "ro" in options.split(","), options
