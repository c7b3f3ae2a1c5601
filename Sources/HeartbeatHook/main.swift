import Glibc

// The hook never fails and prints no error: Claude Code must not notice it.
ProcessGuard.guardProcess()
HookRun.run()
_exit(0)
