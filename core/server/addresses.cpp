#include "server/addresses.h"
