/* Name look-up is this computer's. */
#pragma once

#include <netdb.h>
