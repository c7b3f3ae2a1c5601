#include "process.h"
#include <sys/wait.h>
#include <unistd.h>

bool csystem_stopped(int status) { return WIFSTOPPED(status); }
bool csystem_continued(int status) { return WIFCONTINUED(status); }

char **csystem_environment(void) { return environ; }
