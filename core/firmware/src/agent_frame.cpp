#include "otabench_agent_protocol.h"
