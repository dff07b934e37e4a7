#include "fleet/lab.h"
