#include "serial/address.h"
