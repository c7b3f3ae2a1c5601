#pragma once
#include "signals.h"
#include <stddef.h>
#include <sys/types.h>

/// A child that waits for permission to become another program.
///
/// The stub lives in the caller's process group and terminal. While it waits all signals are blocked; when the caller
/// dies or cancels, it ends silently, so the program never runs without permission.
typedef struct {
    pid_t pid;
    int permission;  ///< Write end; close-on-exec.
    int report;      ///< Read end; close-on-exec.
} csystem_stub;

/// The outcome of a start.
typedef enum {
    CSYSTEM_STUB_STARTED = 0,
    CSYSTEM_STUB_DIRECTORY,  ///< The directory could not be entered; nothing was executed.
    CSYSTEM_STUB_EXEC,       ///< The program could not be executed.
} csystem_stub_outcome;

/// Forks the stub. Must be called with signals taken and before any thread exists. C, because Swift may not run between
/// fork and exec. The strings are copied by the fork. Returns 0 or an errno value.
int csystem_stub_start(
    const char *path, char *const *argv, const csystem_signal_state *signals, csystem_stub *stub);

/// Lets the stub enter `directory` (or stay, when NULL), add `count` strings "NAME=VALUE" to its environment, restore
/// the signals and execute the program under its own pid and start time. Returns when that has succeeded or failed; on
/// failure the stub ends, and `error` is the errno value. A stub that was killed meanwhile counts as started: wait for
/// it.
csystem_stub_outcome csystem_stub_go(
    csystem_stub *stub, const char *directory, char *const *variables, size_t count, int *error);

/// Ends and reaps a stub that has not got its permission.
void csystem_stub_cancel(csystem_stub *stub);

/// Calls execv, and like execvp the shell for a script that lacks its `#!` line. Returns only on failure, with errno.
void csystem_execute(const char *path, char *const *argv);
