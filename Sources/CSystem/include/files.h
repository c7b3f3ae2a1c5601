#pragma once
#include <stdbool.h>

/// Makes `target` share the blocks of `source` (FICLONE, whose value Swift does not import).
/// Returns 0 or an errno value: EOPNOTSUPP or EXDEV where the filesystem cannot.
int csystem_clone_file(int source, int target);

/// Whether an access control list adds to the permission bits of the file at `path` (of a link: the link itself). Swift
/// has no import for <sys/xattr.h>.
bool csystem_has_access_list(const char *path);
