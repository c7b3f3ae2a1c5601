#include "version.h"

#ifndef PARALLEL_CC_COMMIT
#define PARALLEL_CC_COMMIT ""
#endif
#ifndef PARALLEL_CC_LIBRARIES
#define PARALLEL_CC_LIBRARIES ""
#endif

const char *csystem_commit(void) { return PARALLEL_CC_COMMIT; }

const char *csystem_libraries(void) { return PARALLEL_CC_LIBRARIES; }
