#include "monitor/detail/boot_log.h"

#include "monitor/detail/line_kinds.h"
#include "monitor/detail/scan.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <sstream>
#include <utility>

// Lines: reference serial-log, sections 2 to 4, and 6.6 for the address.

namespace otabench::monitor::detail {
namespace {

/// Section 2.2: the code says it, the ROM's text differs per chip.
std::string_view resetWords(unsigned code)
{
    switch (code) {
    case 0x01:
        return "power on or reset button";
    case 0x03:
    case 0x0c:
        return "software restart";
    case 0x05:
        return "wake-up from deep sleep";
    case 0x04:
    case 0x07:
    case 0x08:
    case 0x09:
    case 0x0b:
    case 0x0d:
    case 0x10:
    case 0x11:
    case 0x12:
        return "watchdog";
    case 0x0f:
        return "brown-out";
    case 0x13:
        return "clock or voltage glitch";
    case 0x14:
        return "eFuse error";
    case 0x15:
        return "reset by the host over USB";
    case 0x16:
    case 0x18:
        return "reset by a debugger";
    case 0x17:
        return "power glitch or reset over USB";
    case 0x19:
        return "power glitch";
    case 0x1a:
        return "CPU lock-up";
    default:
        return "other reset";
    }
}

/// `ESP-ROM:esp32c3-api1-20210207`. The C2's ROM carries another name than its chip.
std::string chipOf(std::string_view romBanner)
{
    const std::string_view name = romBanner.substr(0, romBanner.find('-'));
    return std::string(name == "esp8684" ? "esp32c2" : name);
}

bool isExample(std::string_view tag)
{
    return tag == "simple_ota_example" || tag == "advanced_https_ota_example" ||
           tag == "native_ota_example";
}

/// Tags that only an application prints.
bool isApplicationTag(std::string_view tag)
{
    return isExample(tag) || tag == "wifi" || tag == "esp_netif_handlers" ||
           tag == "example_connect" || tag == "example_common" || tag == "esp_https_ota" ||
           tag.starts_with("otabench");
}

std::string addressIn(std::string_view message, std::string_view prefix)
{
    const std::size_t at = message.find(prefix);
    if (at == std::string_view::npos)
        return {};
    const std::string_view rest = message.substr(at + prefix.size());
    const std::string_view digits = rest.substr(0, rest.find_first_not_of("0123456789."));
    return std::count(digits.begin(), digits.end(), '.') == 3 ? std::string(digits) : std::string();
}

} // namespace

bool isSoftwareReset(unsigned resetCode)
{
    return resetCode == 0x0c || resetCode == 0x03;
}

bool isBrownOut(unsigned resetCode)
{
    return resetCode == 0x0f;
}

BootLog::News BootLog::feed(const LogEntry &entry)
{
    News news;
    if (entry.kind == LineKind::Rom) {
        onRom(entry.message, news);
    } else if (entry.kind == LineKind::Log) {
        if (entry.timestamp.size() >= 13)
            onTimestamp(entry.timestamp);
        if (entry.tag == "boot")
            onBootloader(entry.message, news);
        else if (entry.tag.starts_with("boot.esp32"))
            m_facts.chip = entry.tag.substr(5);
        else if (entry.tag == "cpu_start" || entry.tag == "app_init" || entry.tag == "main_task")
            onStartup(entry, news);
        else
            onApplication(entry, news);
    }
    return news;
}

void BootLog::begin(News &news, Stage stage)
{
    const BootFacts before = std::exchange(m_facts, {});
    m_facts.boots = before.boots + 1;
    m_facts.chip = before.chip;
    m_resetCode.reset();
    m_stage = stage;
    news.reset = true;
}

void BootLog::onRom(std::string_view text, News &news)
{
    if (text.starts_with("ESP-ROM:")) {
        begin(news, Stage::Rom);
        m_facts.chip = chipOf(text.substr(8));
    } else if (text.starts_with("ets Ju")) {
        begin(news, Stage::Rom);
        m_facts.chip = "esp32";
    } else if (const auto code = numberAfter<unsigned>(text, "rst:0x", 16)) {
        if (m_stage != Stage::Rom || m_resetCode) // the banner was lost
            begin(news, Stage::Rom);
        m_resetCode = *code;
        m_facts.resetReason = resetWords(*code);
        news.reasonKnown = true;
    }
}

void BootLog::onBootloader(std::string_view message, News &news)
{
    if (message.find("2nd stage bootloader") != std::string_view::npos) {
        if (m_stage != Stage::Rom)
            begin(news, Stage::Bootloader);
        m_stage = Stage::Bootloader;
    } else if (message.find(" OTA app ") != std::string_view::npos) {
        onPartitionRow(message);
    } else if (const auto offset = numberAfter<std::uint32_t>(
                   message, "oaded app from partition at offset 0x", 16)) {
        if (m_stage != Stage::Rom && m_stage != Stage::Bootloader)
            begin(news, Stage::Bootloader);
        m_stage = Stage::Bootloader;
        m_facts.loadedOffset = *offset;
        news.imageKnown = true;
    }
}

/// ` 2 ota_0            OTA app          00 10 00110000 00100000`: number, label, usage, type,
/// subtype, offset, length.
void BootLog::onPartitionRow(std::string_view message)
{
    constexpr std::size_t kMostRows = 64;
    const std::size_t usage = message.find(" OTA app ");
    std::istringstream row(std::string(message.substr(usage + 9)));
    std::istringstream start(std::string(message.substr(0, usage)));
    unsigned number = 0, type = 0, subtype = 0;
    BootFacts::Partition partition{.isOtaSlot = true};
    if (!(start >> number >> partition.label) ||
        !(row >> std::hex >> type >> subtype >> partition.offset >> partition.bytes))
        return;
    if (m_facts.partitions.size() < kMostRows)
        m_facts.partitions.push_back(std::move(partition));
}

/// `26-07-14 09:12:33.480`, or milliseconds since 1970: the forms with a date.
void BootLog::onTimestamp(std::string_view timestamp)
{
    using namespace std::chrono;
    constexpr std::size_t kUnixDigits = 13;
    if (timestamp.size() == kUnixDigits && timestamp.find_first_of(":.- ") == timestamp.npos) {
        if (const auto value = numberAfter<std::int64_t>(timestamp, ""))
            m_facts.clock = floor<seconds>(sys_time<milliseconds>(milliseconds(*value)));
    } else if (timestamp.size() >= 17 && timestamp[2] == '-') {
        const auto part = [&](std::size_t at) {
            return numberAfter<int>(timestamp.substr(at, 2), "").value_or(-1);
        };
        // A clock that nobody has set starts in 1970.
        constexpr int kFirstYear = 70;
        const int century = part(0) < kFirstYear ? 2000 : 1900;
        const year_month_day date{year(century + part(0)), month(static_cast<unsigned>(part(3))),
                                  day(static_cast<unsigned>(part(6)))};
        if (date.ok())
            m_facts.clock = sys_days(date) + hours(part(9)) + minutes(part(12)) + seconds(part(15));
    }
}

void BootLog::onStartup(const LogEntry &entry, News &news)
{
    const std::string_view message = entry.message;
    if (entry.tag == "main_task") {
        if (message.starts_with("Calling app_main()"))
            applicationRuns(news);
        return;
    }
    if (m_stage == Stage::Application || m_stage == Stage::Unknown)
        begin(news, Stage::Startup); // ROM and bootloader were silent
    m_stage = Stage::Startup;
    if (const auto project = valueAfter(message, "Project name:")) {
        m_facts.project = *project;
    } else if (const auto version = valueAfter(message, "App version:")) {
        m_facts.version = *version;
        news.imageKnown = true;
    } else if (auto digest = valueAfter(message, "ELF file SHA256:")) {
        m_facts.elfSha256Prefix = digest->substr(0, digest->find('.'));
        news.imageKnown = true;
    } else if (message.starts_with("Starting scheduler")) {
        applicationRuns(news); // before v5.0 there is no main_task line
    }
}

void BootLog::onApplication(const LogEntry &entry, News &news)
{
    const std::string_view message = entry.message;
    if (isApplicationTag(entry.tag) || (m_stage == Stage::Startup && !isKnownTag(entry.tag) &&
                                        !entry.tag.empty() && !m_facts.version.empty()))
        applicationRuns(news);
    if (entry.tag == "esp_netif_handlers" || entry.tag.starts_with("example_")) {
        for (const std::string_view prefix : {" ip: ", "IPv4 address: ", "\" address: "}) {
            if (std::string address = addressIn(message, prefix); !address.empty())
                m_facts.address = std::move(address);
        }
    }
    if (!isExample(entry.tag))
        return;
    if (auto digest = valueAfter(message, "SHA-256 for current firmware:")) {
        while (digest->starts_with(':') || digest->starts_with(' ')) // the native example's second
            digest->remove_prefix(1);
        m_facts.imageSha256 = *digest;
        news.imageKnown = true;
    } else if (const auto version = valueAfter(message, "Running firmware version:")) {
        m_facts.version = *version;
        news.imageKnown = true;
    } else if (message.starts_with("Running partition type")) {
        m_facts.loadedOffset = numberAfter<std::uint32_t>(message, "(offset 0x", 16);
        news.imageKnown = true;
    }
}

void BootLog::applicationRuns(News &news)
{
    if (m_facts.appStarted)
        return;
    m_facts.appStarted = true;
    m_stage = Stage::Application;
    news.appStarted = true;
}

} // namespace otabench::monitor::detail
