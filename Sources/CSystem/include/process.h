#pragma once
#include <stdbool.h>

/// The job control macros of <sys/wait.h>, which Swift does not import.
bool csystem_stopped(int status);
bool csystem_continued(int status);

/// The environment of this process, NULL-terminated; as a function, because Swift finds two declarations of `environ`.
char **csystem_environment(void);
