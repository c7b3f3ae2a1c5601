#pragma once
#include "children.h"
#include "files.h"
#include "process.h"
#include "signals.h"
#include "stub.h"
#include "version.h"
