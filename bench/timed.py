"""Runs a command and writes what it took: a process of its own, because a child begins with its parent's peak memory.

python -I -S bench/timed.py COMMAND…    (output goes through; the last line of stderr is the measurement as JSON)
"""

import json
import os
import sys
import time

if __name__ == "__main__":
    began = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.execvp(sys.argv[1], sys.argv[1:])
    _, status, used = os.wait4(child, 0)
    taken = {
        "seconds": time.perf_counter() - began,
        "cpu": used.ru_utime + used.ru_stime,
        "peak_mb": used.ru_maxrss / 1024,
    }
    print("\n" + json.dumps(taken), file=sys.stderr)
    sys.exit(os.waitstatus_to_exitcode(status))
