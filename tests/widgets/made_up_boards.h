#pragma once

#include "fleet/board_state.h"
#include "widgets/common/event_bridge.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <string>

namespace otabench::tests {

/// A board that is open and has said who it is.
inline fleet::BoardState idleBoard(int number)
{
    fleet::BoardState board;
    board.id = fmt::format("pty:/tmp/bench/vb-{:02}", number);
    board.name = fmt::format("vb-{:02}", number);
    board.port = fleet::PortState::Open;
    fleet::BoardIdentity identity;
    identity.mac = fmt::format("24:6f:28:00:{:02x}:{:02x}", number / 256, number % 256);
    identity.chip = "esp32";
    identity.chipRevision = 301;
    identity.project = "otabench-demo";
    identity.version = "1.0.0";
    identity.idfVersion = "v5.3.1";
    identity.elfSha256 = std::string(64, 'a');
    identity.slot = "ota_0";
    identity.slotState = "valid";
    identity.nextSlot = "ota_1";
    identity.slots = {{"ota_0", 1'572'864}, {"ota_1", 1'572'864}};
    identity.trustedCas = {std::string(64, 'c')};
    identity.heapFree = 214'312;
    identity.boots = 1;
    identity.resetReason = "power-on";
    board.identity = identity;
    board.lastLogLine = "I (1342) wifi:connected with lab, aid = 3, channel 6, bssid = 10:27:f5:00";
    board.lastLogLevel = monitor::Level::Info;
    return board;
}

/// The same in a phase of a campaign to version 2.0.0.
inline fleet::BoardState boardIn(int number, Phase phase)
{
    fleet::BoardState board = idleBoard(number);
    board.phase = phase;
    board.newVersion = "2.0.0";
    board.total = 1'048'576;
    board.phaseSince = std::chrono::steady_clock::now() - std::chrono::seconds(number % 7 + 2);
    switch (phase) {
    case Phase::Queued:
        board.queuePosition = static_cast<unsigned>(number);
        break;
    case Phase::Downloading:
        board.bytes = 1'048'576ull * static_cast<unsigned>(number * 37 % 90 + 5) / 100;
        board.bytesPerSecond = 120'000.0 + number * 1731 % 60'000;
        board.lastLogLine = "I (8342) esp_https_ota: Image bytes read: 512000";
        break;
    case Phase::Verifying:
    case Phase::Rebooting:
    case Phase::Confirming:
        board.bytes = board.total;
        board.lastLogLine = "I (14342) esp_https_ota: ESP_HTTPS_OTA upgrade successful. Rebooting";
        break;
    case Phase::Updated:
        board.bytes = board.total;
        board.duration = std::chrono::milliseconds(11'400 + number * 100);
        board.identity->version = "2.0.0";
        board.identity->slot = "ota_1";
        board.identity->nextSlot = "ota_0";
        board.lastLogLine = "I (342) cpu_start: Starting scheduler on PRO CPU.";
        break;
    case Phase::Failed:
        board.bytes = 131'072;
        board.reason = Error{ErrorCode::BoardCertificateRefused,
                             "board vb-03: mbedtls_ssl_handshake returned -0x2700; the CA in its "
                             "firmware is not the lab CA",
                             {"vb-03"}};
        board.lastLogLine = "E (9111) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700";
        board.lastLogLevel = monitor::Level::Error;
        break;
    case Phase::RolledBack:
        board.bytes = board.total;
        board.reason = Error{ErrorCode::BoardRolledBack,
                             "board vb-05: the new image reset twice before it was confirmed",
                             {}};
        board.lastLogLine = "W (312) esp_image: rollback to ota_0";
        board.lastLogLevel = monitor::Level::Warning;
        break;
    case Phase::NotProved:
        board.bytes = board.total;
        board.reason =
            Error{ErrorCode::BoardNotProved, "board vb-06: it still reports version 1.0.0", {}};
        break;
    default:
        break;
    }
    return board;
}

/// `count` boards in every phase that a campaign shows, most of them downloading.
inline widgets::EventBatch midCampaign(int count)
{
    constexpr std::array kPhases = {Phase::Downloading, Phase::Downloading, Phase::Failed,
                                    Phase::Updated,     Phase::Rebooting,   Phase::Downloading,
                                    Phase::RolledBack,  Phase::Queued};
    widgets::EventBatch batch;
    for (int number = 1; number <= count; ++number)
        batch.boards.push_back(
            boardIn(number, kPhases[static_cast<std::size_t>(number - 1) % kPhases.size()]));
    fleet::CampaignState campaign;
    campaign.id = 1;
    campaign.running = true;
    campaign.serverUrl = "https://192.168.1.5:8443";
    campaign.version = "2.0.0";
    campaign.boards = static_cast<unsigned>(count);
    for (const fleet::BoardState &board : batch.boards) {
        campaign.updated += *board.phase == Phase::Updated ? 1 : 0;
        campaign.failed += *board.phase == Phase::Failed ? 1 : 0;
        campaign.rolledBack += *board.phase == Phase::RolledBack ? 1 : 0;
    }
    campaign.bytesPerSecond = 3'100'000;
    campaign.elapsed = std::chrono::seconds(41);
    batch.campaigns.push_back(campaign);
    return batch;
}

inline fleet::LogLine logLine(const std::string &board, int number)
{
    constexpr std::array kLevels = {monitor::Level::Info, monitor::Level::Info,
                                    monitor::Level::Warning, monitor::Level::Debug,
                                    monitor::Level::Error};
    constexpr std::array kTexts = {
        "I ({}) esp_https_ota: Starting OTA...",
        "I ({}) esp_https_ota: Writing to <ota_1> partition at offset 0x190000",
        "W ({}) wifi:Haven't to connect to a suitable AP now!",
        "D ({}) esp-tls: host:192.168.1.5: strlen 11",
        "E ({}) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700"};
    fleet::LogLine line;
    line.board = board;
    line.at = std::chrono::system_clock::time_point(
        std::chrono::milliseconds(1'700'000'000'000 + static_cast<std::int64_t>(number) * 137));
    line.level = kLevels[static_cast<std::size_t>(number) % kLevels.size()];
    line.kind = monitor::LineKind::Log;
    line.text = fmt::format(fmt::runtime(kTexts[static_cast<std::size_t>(number) % kTexts.size()]),
                            300 + number * 7);
    return line;
}

} // namespace otabench::tests
