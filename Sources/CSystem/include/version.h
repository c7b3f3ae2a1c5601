#pragma once

// The file is C, because the build can pass text to the compiler only as macros (PARALLEL_CC_COMMIT,
// PARALLEL_CC_LIBRARIES).

/// The commit that the program was built from, shortened; empty when it was not built from git.
const char *csystem_commit(void);

/// The Debian packages of the C libraries that the program was built with, `name version, …`; empty when not known.
const char *csystem_libraries(void);
