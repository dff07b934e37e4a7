#pragma once

#include "chips.h"
#include "host_port.h"

namespace otabench::firmware::host {

/// What a board prints before its application runs, in the words of ESP-IDF v5.5. Only
/// otabench_boot_select() prints more in between: partition table, segments, choice.

/// Boot ROM: identification, reset reason, boot mode, loading of the bootloader.
void printRom(HostPort &port, const ChipProfile &chip);

/// Second-stage bootloader up to the partition table.
void printBootloaderStart(HostPort &port, const ChipProfile &chip);

/// The application's start-up code up to the call of app_main(). Its description comes from the
/// image in the running partition.
void printApplicationStart(HostPort &port, const ChipProfile &chip);

/// What the panic handler prints before the board restarts: after a bad access to memory, and after
/// abort(). Registers and addresses are made up.
void printPanic(HostPort &port);
void printAbort(HostPort &port);

} // namespace otabench::firmware::host
