// A board's console: lines, their parts, and what the tracker makes of them.

#include "fuzz.h"

#include "base/phase.h"
#include "monitor/baud_hint.h"
#include "monitor/detail/spool_format.h"
#include "monitor/line_splitter.h"
#include "monitor/log_entry.h"
#include "monitor/log_filter.h"
#include "monitor/ota_tracker.h"

namespace otabench::fuzz {
namespace {

using monitor::LogEntry;
using monitor::TrackerEvent;

constexpr char kLongText = '\1'; ///< in an input, for more text than a mutation would write

std::string expanded(std::string_view text)
{
    std::string log(text);
    std::size_t at = 0;
    for (int i = 0; i < 8 && (at = log.find(kLongText, at)) != log.npos; ++i)
        log.replace(at, 1, 600, '.');
    return log;
}

bool isWithin(std::string_view part, std::string_view whole)
{
    return part.empty() || (part.data() >= whole.data() &&
                            part.data() + part.size() <= whole.data() + whole.size());
}

/// A line comes back from the spool as it was, and any line of a spool's file can be read.
void checkKept(std::string_view line)
{
    using namespace monitor;
    std::string text;
    detail::appendRecord(text, {.at = LogRecord::Time(std::chrono::microseconds(1)),
                                .bookmark = Bookmark::Panic,
                                .board = "pty:/tmp/vb-01",
                                .line = line});
    require(text.ends_with('\n'), "a record is a line");
    const auto back = detail::readRecord(std::string_view(text).substr(0, text.size() - 1));
    require(back && back->line == line && back->bookmark == Bookmark::Panic,
            "a record comes back as it was");
    (void)detail::readRecord(line);
    (void)detail::readSegmentName(line);
    if (const auto filter = LogFilter::parse(line, {}))
        (void)filter->matches(*back);
}

void checkLine(std::string_view text)
{
    const std::vector<char> copy = exactCopy(text);
    const std::string_view line(copy.data(), copy.size());
    const LogEntry entry = monitor::parseLine(line);
    require(isWithin(entry.timestamp, line) && isWithin(entry.tag, line) &&
                isWithin(entry.message, line),
            "the parts of a line are views into it");
    const std::string clean = monitor::cleanText(line);
    require(std::none_of(clean.begin(), clean.end(),
                         [](unsigned char c) { return c < ' ' || c == 0x7F; }),
            "clean text has no control characters");
    require(monitor::cleanText(clean) == clean, "cleaning clean text changes nothing");
    const auto inner = monitor::innerEntry(entry);
    require(!inner ||
                (isWithin(inner->message, line) && inner->message.size() < entry.message.size()),
            "a line inside a line is shorter than it");
    checkKept(line);
    monitor::BaudRateHint hint(115200);
    hint.feed(line);
    (void)hint.suggestion();
}

/// A log read in pieces of `step` bytes.
struct Reading
{
    std::vector<std::string> lines;
    std::string events;
    std::optional<Phase> phase;

    Reading(std::string_view log, std::size_t step)
    {
        monitor::OtaTracker tracker([this](const TrackerEvent &event) { note(event); });
        const auto onLine = [&](std::string_view line) {
            lines.emplace_back(line);
            tracker.feed(monitor::parseLine(line));
        };
        monitor::LineSplitter splitter;
        for (std::size_t at = 0; at < log.size(); at += step) {
            const std::vector<char> piece = exactCopy(log.substr(at, step));
            splitter.feed(piece, onLine);
        }
        splitter.flush(onLine);
        require(splitter.partialLine().empty(), "nothing is left after flush()");
        tracker.finish();
        phase = tracker.phase();
        require(!phase || !isFailure(*phase) || tracker.reason().has_value(),
                "a failure has a reason");
        const std::string before = events;
        tracker.finish();
        require(before == events, "an update ends once");
    }

private:
    void note(const TrackerEvent &event)
    {
        require(event.kind != TrackerEvent::Kind::Failure ||
                    (isFailure(event.phase) && event.reason && !event.reason->text.empty()),
                "a failure's event says which and why");
        events += std::to_string(static_cast<int>(event.kind));
        events.append(" ").append(name(event.phase));
        events += " " + std::to_string(event.bytes.value_or(0)) + "/" +
                  std::to_string(event.total.value_or(0)) + " ";
        events.append(event.reason ? event.reason->text : "").append("\n");
    }
};

} // namespace

std::vector<std::string> seeds()
{
    const std::string boot =
        "ESP-ROM:esp32c3-api1-20210207\r\nBuild:Feb  7 2021\r\nrst:0x3 (RTC_SW_SYS_RST),boot:0xd "
        "(SPI_FAST_FLASH_BOOT)\r\n\x1b[0;32mI (24) boot: ESP-IDF v5.3 2nd stage bootloader\x1b[0m"
        "\r\nI (90) boot: Loaded app from partition at offset 0x20000\r\n"
        "I (101) app_init: Project name:     demo\r\nI (102) app_init: App version:      1.0.0\r\n"
        "I (103) app_init: ELF file SHA256:  1122334455667788...\r\n"
        "I (110) main_task: Calling app_main()\r\n";
    const std::string update =
        "I (1000) advanced_https_ota_example: Starting Advanced OTA example\n"
        "I (1100) esp_https_ota: Starting OTA...\n"
        "I (1101) esp_https_ota: Writing to <ota_1> partition at offset 0x1d0000\n";
    const std::string failure = "E (1200) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700\n"
                                "E (1201) esp-tls: Failed to open new connection\n"
                                "E (1202) HTTP_CLIENT: Connection failed, sock < 0\n"
                                "E (1203) esp_https_ota: Failed to open HTTP connection: 28674\n"
                                "E (1204) advanced_https_ota_example: ESP HTTPS OTA Begin failed\n";
    const std::string success =
        "I (2000) advanced_https_ota_example: Image bytes read: 65536\n"
        "I (5000) esp_image: segment 0: paddr=001d0020 vaddr=3c000020 size=3fff8h (262136) map\n"
        "I (5100) advanced_https_ota_example: ESP_HTTPS_OTA upgrade successful. Rebooting ...\n";
    const std::string panic =
        "Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled.\n"
        "Backtrace: 0x400d1234:0x3ffb1230 0x400d5678:0x3ffb1250\nBrownout detector was triggered\n";
    std::string booted = boot;
    booted.replace(booted.find("0x20000"), 7, "0x1d0000");
    return {
        '\x10' + boot + update + success + booted,
        '\x01' + boot + update + failure,
        '\x7F' + boot + update + panic + boot,
        "\x05[  1234][E][HTTPClient.cpp:259] connect(): failed\nhttps://h/x.bin\r\r\n> \xE2\x82",
        '\xC0' + std::string(8, kLongText) + "\n" + success,
        "\x20level:warning and (tag:wifi or not /a+b/i) \"x\" since:10m\n(a or b) mark:any\n"
        "2026-11-29T14:43:02.123456Z - b\tE (1) esp-tls: x\n",
        "\x03~OTB1:E1 boot version=1.0*00000000\nE (10:11:12.345) a: b\nW (5) c: \xff\xfe\n",
    };
}

} // namespace otabench::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace otabench::fuzz;
    Input input(data, size);
    const std::size_t step = std::size_t{input.takeByte()} + 1;
    const std::string log = expanded(input.rest());
    const Reading whole(log, log.size() + 1);
    for (const std::string &line : whole.lines) {
        require(!line.empty() && line.find_first_of("\r\n") == std::string::npos,
                "lines are not empty and hold no line end");
        checkLine(line);
    }
    const Reading split(log, step);
    require(whole.lines == split.lines && whole.events == split.events &&
                whole.phase == split.phase,
            "a log is the same however its bytes are split");
    return 0;
}
