#include "stub.h"
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
    csystem_stub_outcome outcome;
    int error;
} stub_report;

static bool read_all(int descriptor, void *buffer, size_t size) {
    for (char *at = buffer; size > 0;) {
        ssize_t count = read(descriptor, at, size);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        at += count;
        size -= (size_t)count;
    }
    return true;
}

static bool write_all(int descriptor, const void *buffer, size_t size) {
    for (const char *at = buffer; size > 0;) {
        ssize_t count = write(descriptor, at, size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        at += count;
        size -= (size_t)count;
    }
    return true;
}

void csystem_execute(const char *path, char *const *argv) {
    execv(path, argv);
    if (errno != ENOEXEC) return;
    size_t count = 0;
    while (argv[count] != NULL) count++;
    char **shell = calloc(count + 3, sizeof *shell);
    if (shell == NULL) return;
    shell[0] = "/bin/sh";
    shell[1] = (char *)path;
    for (size_t index = 1; index < count; index++) shell[index + 1] = argv[index];
    execv(shell[0], shell);
    free(shell);
    errno = ENOEXEC;
}

/// Becomes the program. `strings` holds the directory (may be empty), then the variables, each with its NUL.
static stub_report become(char *strings, size_t size, const char *path, char *const *argv,
                          const csystem_signal_state *signals) {
    if (strings[0] != '\0' && chdir(strings) != 0) return (stub_report){CSYSTEM_STUB_DIRECTORY, errno};
    for (char *at = strings + strlen(strings) + 1; at < strings + size; at += strlen(at) + 1) putenv(at);
    csystem_signals_give_back(signals);
    csystem_execute(path, argv);
    return (stub_report){CSYSTEM_STUB_EXEC, errno};
}

/// Runs in the child until it becomes the program or ends.
static void wait_for_permission(int permission, int report, const char *path, char *const *argv,
                                const csystem_signal_state *signals) {
    uint64_t size = 0;
    if (!read_all(permission, &size, sizeof size) || size == 0) _exit(127);
    char *strings = malloc(size);
    if (strings == NULL || !read_all(permission, strings, size) || strings[size - 1] != '\0') _exit(127);
    stub_report failure = become(strings, size, path, argv, signals);
    write_all(report, &failure, sizeof failure);
    _exit(failure.error == ENOENT ? 127 : 126);
}

int csystem_stub_start(
    const char *path, char *const *argv, const csystem_signal_state *signals, csystem_stub *stub) {
    int permission[2], report[2];
    if (pipe2(permission, O_CLOEXEC) != 0) return errno;
    if (pipe2(report, O_CLOEXEC) != 0) {
        int error = errno;
        close(permission[0]);
        close(permission[1]);
        return error;
    }
    pid_t pid = fork();
    int error = pid < 0 ? errno : 0;
    if (pid == 0) {
        close(permission[1]);
        close(report[0]);
        wait_for_permission(permission[0], report[1], path, argv, signals);
    }
    close(permission[0]);
    close(report[1]);
    *stub = (csystem_stub){pid, permission[1], report[0]};
    if (error != 0) {
        close(permission[1]);
        close(report[0]);
    }
    return error;
}

static bool send_permission(int descriptor, const char *directory, char *const *variables, size_t count) {
    uint64_t size = strlen(directory) + 1;
    for (size_t index = 0; index < count; index++) size += strlen(variables[index]) + 1;
    if (!write_all(descriptor, &size, sizeof size)) return false;
    if (!write_all(descriptor, directory, strlen(directory) + 1)) return false;
    for (size_t index = 0; index < count; index++)
        if (!write_all(descriptor, variables[index], strlen(variables[index]) + 1)) return false;
    return true;
}

csystem_stub_outcome csystem_stub_go(
    csystem_stub *stub, const char *directory, char *const *variables, size_t count, int *error) {
    send_permission(stub->permission, directory == NULL ? "" : directory, variables, count);
    close(stub->permission);
    stub_report failure = {CSYSTEM_STUB_STARTED, 0};
    if (!read_all(stub->report, &failure, sizeof failure)) failure = (stub_report){CSYSTEM_STUB_STARTED, 0};
    close(stub->report);
    *error = failure.error;
    return failure.outcome;
}

void csystem_stub_cancel(csystem_stub *stub) {
    kill(stub->pid, SIGKILL);
    close(stub->permission);
    close(stub->report);
    while (waitpid(stub->pid, NULL, 0) < 0 && errno == EINTR) {}
}
