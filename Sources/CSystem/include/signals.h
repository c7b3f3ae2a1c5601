#pragma once
#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

/// The state of signals before `csystem_signals_take`, for the program that is executed in the end.
typedef struct {
    sigset_t mask;
    struct sigaction child;
} csystem_signal_state;

/// Blocks every signal, so that all of them are read from `csystem_signals_open`, and sets SIGCHLD from "ignored" to
/// its default, because the kernel would reap children otherwise. A fault of the program itself (SIGSEGV, …) still
/// ends it.
void csystem_signals_take(csystem_signal_state *former);
/// Undoes `csystem_signals_take`, for example just before an exec.
void csystem_signals_give_back(const csystem_signal_state *former);

/// A signal that was waiting.
typedef struct {
    int number;
    bool from_process;  ///< Sent with kill, sigqueue or tgkill (ssi_code, signalfd(2)); not by terminal or kernel.
    pid_t sender;       ///< The sending process, when `from_process`; 0 if that is outside this pid namespace.
} csystem_signal;

/// Returns a descriptor from which all signals are read (signalfd; no Swift import), close-on-exec; or -1 and errno.
int csystem_signals_open(void);
/// Waits for the next signal. False when the descriptor cannot be read.
bool csystem_signals_next(int descriptor, csystem_signal *taken);
/// Takes the signal off the queue, if it waits there.
void csystem_signal_discard(int number);
/// Whether the signal is waiting to be taken.
bool csystem_signal_is_pending(int number);
/// Whether the program was started with this signal ignored (nohup, a background job of a shell).
bool csystem_signal_is_ignored(int number);
/// Ends this process by the signal's default action, without a core file. Returns when that does not end it.
void csystem_end_by_signal(int number);
