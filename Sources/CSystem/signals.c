#include "signals.h"
#include <errno.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

void csystem_signals_take(csystem_signal_state *former) {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &former->mask);
    struct sigaction plain = {.sa_handler = SIG_DFL};
    sigemptyset(&plain.sa_mask);
    sigaction(SIGCHLD, &plain, &former->child);
}

void csystem_signals_give_back(const csystem_signal_state *former) {
    sigaction(SIGCHLD, &former->child, NULL);
    sigprocmask(SIG_SETMASK, &former->mask, NULL);
}

int csystem_signals_open(void) {
    sigset_t all;
    sigfillset(&all);
    return signalfd(-1, &all, SFD_CLOEXEC);
}

bool csystem_signals_next(int descriptor, csystem_signal *taken) {
    struct signalfd_siginfo info;
    ssize_t count;
    do count = read(descriptor, &info, sizeof info);
    while (count < 0 && errno == EINTR);
    if (count != (ssize_t)sizeof info) return false;
    taken->number = (int)info.ssi_signo;
    // Codes above zero are the kernel's: SI_KERNEL for keys of the terminal, CLD_… for children.
    taken->from_process = info.ssi_code == SI_USER || info.ssi_code == SI_QUEUE || info.ssi_code == SI_TKILL;
    taken->sender = (pid_t)info.ssi_pid;
    return true;
}

void csystem_signal_discard(int number) {
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, number);
    const struct timespec now = {0, 0};
    while (sigtimedwait(&one, NULL, &now) < 0 && errno == EINTR) {}
}

bool csystem_signal_is_pending(int number) {
    sigset_t pending;
    return sigpending(&pending) == 0 && sigismember(&pending, number) == 1;
}

bool csystem_signal_is_ignored(int number) {
    struct sigaction action;
    return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

void csystem_end_by_signal(int number) {
    struct rlimit no_core = {0, 0};
    struct rlimit limit;
    if (getrlimit(RLIMIT_CORE, &limit) == 0) no_core.rlim_max = limit.rlim_max;
    setrlimit(RLIMIT_CORE, &no_core);
    struct sigaction plain = {.sa_handler = SIG_DFL};
    sigemptyset(&plain.sa_mask);
    sigaction(number, &plain, NULL);
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, number);
    raise(number);
    sigprocmask(SIG_UNBLOCK, &one, NULL);
}
