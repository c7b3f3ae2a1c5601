#include "version.h"

#ifndef PARALLEL_CC_COMMIT
#define PARALLEL_CC_COMMIT ""
#endif

const char *csystem_commit(void) { return PARALLEL_CC_COMMIT; }
