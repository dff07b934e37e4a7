#pragma once

#include <string>
#include <string_view>

namespace otabench {

/// The program's own log, in English, on standard error through spdlog. `folder` names the room
/// ("server"). No keys, no passwords. Level from $OTABENCH_LOG (trace, debug, info, warn, error,
/// off; default warn). Any thread.
void logDebug(std::string_view folder, std::string_view text);
void logInfo(std::string_view folder, std::string_view text);
void logWarning(std::string_view folder, std::string_view text);
void logError(std::string_view folder, std::string_view text);
void logCritical(std::string_view folder, std::string_view text);

} // namespace otabench
