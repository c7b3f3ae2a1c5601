#pragma once
// Nothing to call: offline.c answers libgit2 alone.
