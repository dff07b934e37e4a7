#include "certificates/authority.h"
