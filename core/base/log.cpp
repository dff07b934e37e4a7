#include "base/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdlib>

namespace otabench {
namespace {

spdlog::logger &logger()
{
    static const std::shared_ptr<spdlog::logger> instance = [] {
        auto made = std::make_shared<spdlog::logger>(
            "otabench", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
        const char *level = std::getenv("OTABENCH_LOG");
        made->set_level(level != nullptr ? spdlog::level::from_str(level) : spdlog::level::warn);
        made->set_pattern("%H:%M:%S.%e %^%l%$ %v");
        return made;
    }();
    return *instance;
}

void write(spdlog::level::level_enum level, std::string_view folder, std::string_view text)
{
    logger().log(level, "{}: {}", folder, text);
}

} // namespace

void logDebug(std::string_view folder, std::string_view text)
{
    write(spdlog::level::debug, folder, text);
}

void logInfo(std::string_view folder, std::string_view text)
{
    write(spdlog::level::info, folder, text);
}

void logWarning(std::string_view folder, std::string_view text)
{
    write(spdlog::level::warn, folder, text);
}

void logError(std::string_view folder, std::string_view text)
{
    write(spdlog::level::err, folder, text);
}

void logCritical(std::string_view folder, std::string_view text)
{
    write(spdlog::level::critical, folder, text);
}

} // namespace otabench
