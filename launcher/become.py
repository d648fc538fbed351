"""Write a pid file, then become the command: `become.py PIDFILE FACTS COMMAND...`.

The process writes its own pid file. So `./dev stop` always knows it, even if the
launcher that starts it is killed.
"""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from launcher.processes import remember

if __name__ == "__main__":
    sys.path.pop(0)
    remember(Path(sys.argv[1]), os.getpid(), **json.loads(sys.argv[2]))
    os.execv(sys.argv[3], sys.argv[3:])
