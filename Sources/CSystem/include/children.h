#pragma once
#include <stdbool.h>
#include <sys/types.h>

/// A child process to start. Strings and arrays stay the caller's; they need to live only during the call.
typedef struct {
    const char *path;        ///< Executable, resolved by the caller.
    char *const *argv;       ///< NULL-terminated.
    char *const *envp;       ///< NULL-terminated.
    const char *directory;   ///< Working directory, or NULL for the caller's.
    int standard_input;      ///< Descriptors that become 0, 1 and 2; all others above 2 are closed.
    int standard_output;
    int standard_error;
    bool new_session;        ///< setsid: out of reach of the terminal's signals.
} csystem_spawn_request;

/// Starts the child with an empty signal mask and default signal actions.
/// posix_spawn is used because its attribute and action objects are opaque structs that Swift cannot keep in place.
/// Returns 0 or an errno value.
int csystem_spawn(const csystem_spawn_request *request, pid_t *pid);

/// Returns a descriptor that becomes readable when the process ends (pidfd_open, for which glibc 2.36 has a function
/// but Swift no import), close-on-exec; or -1 with errno.
int csystem_pidfd_open(pid_t pid);

/// These functions are the W* macros of <sys/wait.h>, which Swift does not import.
bool csystem_exited(int status);
int csystem_exit_status(int status);
int csystem_term_signal(int status);

/// Makes SIGINT, SIGTERM and SIGHUP set a flag instead of ending the process. SA_RESTART is not set, so that blocking
/// calls return EINTR. A handler must be C: Swift code is not async-signal-safe.
void csystem_catch_interruptions(void);
/// Returns the last signal caught, or 0.
int csystem_interruption(void);
/// Stores a request of a thread of this process, as if by a signal; 0 withdraws it.
void csystem_request_interruption(int signal);
int csystem_requested_interruption(void);
/// Makes requests of other threads invisible to the calling thread, for good.
void csystem_ignore_requested_interruptions(void);
