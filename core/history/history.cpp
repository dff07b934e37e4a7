#include "history/history.h"
