#include "files.h"
#include <errno.h>
#include <linux/fs.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/xattr.h>

int csystem_clone_file(int source, int target) { return ioctl(target, FICLONE, source) == 0 ? 0 : errno; }

bool csystem_has_access_list(const char *path) {
    return lgetxattr(path, "system.posix_acl_access", NULL, 0) > 0;
}
