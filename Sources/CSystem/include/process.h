#pragma once
#include <stdbool.h>

/// These functions are the job control macros of <sys/wait.h>, which Swift does not import.
bool csystem_stopped(int status);
bool csystem_continued(int status);

/// Returns the environment of this process, NULL-terminated; a function, because Swift finds two declarations of
/// `environ`.
char **csystem_environment(void);
