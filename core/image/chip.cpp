#include "image/chip.h"
