import Glibc

// Whatever happens, a hook of ours never fails and never speaks: Claude Code must not notice it.
ProcessGuard.guardProcess()
HookRun.run()
_exit(0)
