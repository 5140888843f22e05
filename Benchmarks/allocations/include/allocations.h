#pragma once
#include <stdint.h>

/// How often memory was asked for in this process so far, by whatever library.
uint64_t allocations_count(void);
