#include "monitor/log_entry.h"
