#pragma once

/// The commit that the program was built from, shortened; empty when it was not built from git.
/// C, because the build can hand text to the compiler only as a macro (PARALLEL_CC_COMMIT).
const char *csystem_commit(void);
