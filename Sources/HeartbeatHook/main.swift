import Glibc

// Whatever happens, a hook of ours never fails and never speaks: Claude Code must not notice it.
Deadline.guardProcess()
Heartbeat.run()
_exit(0)
