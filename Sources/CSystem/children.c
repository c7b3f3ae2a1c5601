#include "children.h"
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int add_actions(const csystem_spawn_request *request, posix_spawn_file_actions_t *actions) {
    int error = 0;
    if (request->directory != NULL) error = posix_spawn_file_actions_addchdir_np(actions, request->directory);
    if (error == 0) error = posix_spawn_file_actions_adddup2(actions, request->standard_input, 0);
    if (error == 0) error = posix_spawn_file_actions_adddup2(actions, request->standard_output, 1);
    if (error == 0) error = posix_spawn_file_actions_adddup2(actions, request->standard_error, 2);
    if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(actions, 3);
    return error;
}

int csystem_spawn(const csystem_spawn_request *request, pid_t *pid) {
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    int error = posix_spawnattr_init(&attributes);
    if (error != 0) return error;
    error = posix_spawn_file_actions_init(&actions);
    if (error != 0) {
        posix_spawnattr_destroy(&attributes);
        return error;
    }
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    if (request->new_session) flags |= POSIX_SPAWN_SETSID;
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, flags);
    error = add_actions(request, &actions);
    if (error == 0) error = posix_spawn(pid, request->path, &actions, &attributes, request->argv, request->envp);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return error;
}

int csystem_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

bool csystem_exited(int status) { return WIFEXITED(status); }
int csystem_exit_status(int status) { return WEXITSTATUS(status); }
int csystem_term_signal(int status) { return WTERMSIG(status); }

// The variables are atomic, not volatile: other threads read them too.
static _Atomic int interruption = 0;
static _Atomic int requested = 0;
static _Thread_local int ignores_requests = 0;

static void remember(int signal) { interruption = signal; }

void csystem_catch_interruptions(void) {
    struct sigaction action = {.sa_handler = remember};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
}

int csystem_interruption(void) { return interruption; }

void csystem_request_interruption(int signal) { requested = signal; }
int csystem_requested_interruption(void) { return ignores_requests ? 0 : requested; }
void csystem_ignore_requested_interruptions(void) { ignores_requests = 1; }
