#pragma once

/// Makes `target` share the blocks of `source` (FICLONE, whose value Swift does not import).
/// Returns 0 or an errno value: EOPNOTSUPP or EXDEV where the filesystem cannot.
int csystem_clone_file(int source, int target);
