#pragma once

#include "monitor/boot_facts.h"
#include "monitor/log_entry.h"

#include <optional>

namespace otabench::monitor::detail {

/// Reads boot ROM, bootloader and start-up lines into BootFacts and says when a boot begins and
/// when its application runs. Lines may be missing: a board with native USB prints nothing before
/// its application.
class BootLog
{
public:
    /// What a line has brought.
    struct News
    {
        bool reset = false;       ///< a boot has begun
        bool reasonKnown = false; ///< resetCode() is the ROM's for this boot
        bool imageKnown = false;  ///< offset, version or digest of what boots or runs
        bool appStarted = false;  ///< the application runs; once a boot
    };

    News feed(const LogEntry &entry);

    [[nodiscard]] const BootFacts &facts() const { return m_facts; }

    [[nodiscard]] std::optional<unsigned> resetCode() const { return m_resetCode; }

private:
    enum class Stage
    {
        Unknown,
        Rom,
        Bootloader,
        Startup,
        Application,
    };

    void begin(News &news, Stage stage);
    void onRom(std::string_view text, News &news);
    void onBootloader(std::string_view message, News &news);
    void onPartitionRow(std::string_view message);
    void onTimestamp(std::string_view timestamp);
    void onStartup(const LogEntry &entry, News &news);
    void onApplication(const LogEntry &entry, News &news);
    void applicationRuns(News &news);

    BootFacts m_facts;
    Stage m_stage = Stage::Unknown;
    std::optional<unsigned> m_resetCode;
};

/// 0x0c and 0x03: the program restarted the chip itself.
[[nodiscard]] bool isSoftwareReset(unsigned resetCode);
[[nodiscard]] bool isBrownOut(unsigned resetCode);

} // namespace otabench::monitor::detail
