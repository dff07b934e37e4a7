/* What the chip has. Empty: no optional part that OTA applications ask for. */
#pragma once
