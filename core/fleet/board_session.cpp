#include "fleet/board_session.h"

#include "base/assert.h"
#include "monitor/log_entry.h"

#include "otabench_agent_protocol.h"

#include <boost/asio/post.hpp>

#include <charconv>
#include <filesystem>

namespace otabench::fleet {
namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds kReopenInterval{500};
constexpr serial::Transport::Pace kPace{OTABENCH_AGENT_WRITE_CHUNK, OTABENCH_AGENT_WRITE_GAP_MS};

std::string displayName(const std::string &id)
{
    const std::size_t cut = id.find_last_of("/:");
    return cut == std::string::npos || cut + 1 == id.size() ? id : id.substr(cut + 1);
}

std::vector<std::string> splitAtCommas(const std::string &text)
{
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        if (end > begin)
            parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

} // namespace

BoardIdentity identityFrom(const Fields &fields)
{
    BoardIdentity identity{.mac = fields.text("mac"),
                           .chip = fields.text("chip"),
                           .project = fields.text("project"),
                           .version = fields.text("version"),
                           .idfVersion = fields.text("idf"),
                           .chipRevision = static_cast<std::uint16_t>(fields.number("revision")),
                           .elfSha256 = fields.text("elf"),
                           .imageSha256 = fields.text("image"),
                           .slot = fields.text("slot"),
                           .slotState = fields.text("state"),
                           .nextSlot = fields.text("next"),
                           .slots = {},
                           .trustedCas = splitAtCommas(fields.text("cas")),
                           .heapFree = fields.number("heap"),
                           .boots = static_cast<unsigned>(fields.number("boots")),
                           .resetReason = fields.text("reset")};
    if (identity.elfSha256.find_first_not_of('0') == std::string::npos)
        identity.elfSha256.clear(); // some builds leave it empty: it identifies nothing
    for (const std::string &slot : splitAtCommas(fields.text("slots"))) {
        const std::size_t colon = slot.find(':');
        if (colon == std::string::npos)
            continue;
        std::uint64_t bytes = 0;
        std::from_chars(slot.data() + colon + 1, slot.data() + slot.size(), bytes);
        identity.slots.push_back({slot.substr(0, colon), bytes});
    }
    return identity;
}

BoardSession::BoardSession(asio::io_context &context, std::string id, Profile profile, Hooks hooks)
    : m_context(context)
    , m_hooks(std::move(hooks))
    , m_reopen(context)
    , m_tracker([this](const monitor::TrackerEvent &event) {
        if (m_listener != nullptr)
            m_listener->onTracker(event);
    })
    , m_link(
          context, [this](std::string line) { writeLine(std::move(line)); },
          [this](const std::string &word, const Fields &fields) {
              if (m_listener != nullptr)
                  m_listener->onAgentEvent(word, fields);
              else if (word == "boot" || word == "state")
                  identify([](const Result<Fields> &) {});
          })
{
    m_state.id = std::move(id);
    m_state.name = displayName(m_state.id);
    m_state.profile = std::move(profile);
}

BoardSession::~BoardSession()
{
    *m_alive = false;
    m_transport.reset();
}

void BoardSession::setProfile(const Profile &profile)
{
    m_state.profile = profile;
}

void BoardSession::open()
{
    OTABENCH_ASSERT(m_thread.isCurrent());
    tryOpen();
    startReopening();
}

void BoardSession::startReopening()
{
    m_reopen.expires_after(kReopenInterval);
    m_reopen.async_wait([this, alive = m_alive](const boost::system::error_code &error) {
        if (error || !*alive)
            return;
        if (!m_transport)
            tryOpen();
        startReopening();
    });
}

void BoardSession::tryOpen()
{
    const auto address = serial::parseAddress(m_state.id);
    if (!address) {
        setPort(PortState::Closed, address.error());
        return;
    }
    auto opened = serial::openTransport(m_context, *address);
    if (!opened) {
        setPort(m_state.port == PortState::Lost ? PortState::Lost : PortState::Closed,
                opened.error());
        return;
    }
    m_transport = std::move(*opened);
    m_transport->start([this](std::span<const char> bytes) { onBytes(bytes); },
                       [this](const Error &error) { onClosed(error); });
    setPort(PortState::Open, std::nullopt);
    if (m_state.profile.kind == ProfileKind::Agent && m_listener == nullptr)
        identify([](const Result<Fields> &) {});
}

void BoardSession::setPort(PortState port, std::optional<Error> error)
{
    if (m_state.port == port && m_state.portError == error)
        return;
    m_state.port = port;
    m_state.portError = std::move(error);
    m_hooks.changed(*this);
    if (m_listener != nullptr)
        m_listener->onPortChanged();
}

void BoardSession::onBytes(std::span<const char> bytes)
{
    if (m_listener != nullptr)
        m_listener->onSignOfLife();
    m_splitter.feed(bytes, [this](std::string_view line) { onLine(line); });
}

void BoardSession::onLine(std::string_view line)
{
    const monitor::LogEntry entry = monitor::parseLine(line);
    if (entry.kind == monitor::LineKind::AgentFrame) {
        m_link.feed(line);
        return;
    }
    LogLine shown{m_state.id, std::chrono::system_clock::now(), entry.level, entry.kind,
                  monitor::cleanText(line)};
    m_state.lastLogLine = shown.text;
    m_state.lastLogLevel = shown.level;
    m_hooks.line(std::move(shown));
    m_tracker.feed(entry);
    m_hooks.changed(*this);
}

void BoardSession::onClosed(const Error &error)
{
    // The transport is in the middle of calling us: it goes when it has returned.
    asio::post(m_context,
               [alive = m_alive, gone = std::move(m_transport)]() mutable { gone.reset(); });
    m_link.failAll(error);
    setPort(PortState::Lost, error);
}

void BoardSession::identify(AgentLink::OnAnswer onAnswer)
{
    OTABENCH_ASSERT(m_thread.isCurrent());
    m_link.request("identify", {}, [this, onAnswer = std::move(onAnswer)](Result<Fields> answer) {
        if (answer) {
            m_state.identity = identityFrom(*answer);
            m_hooks.changed(*this);
        }
        onAnswer(std::move(answer));
    });
}

void BoardSession::writeLine(std::string line)
{
    if (m_transport)
        m_transport->write(std::move(line), kPace);
}

Result<> BoardSession::reset(serial::Transport::Reset kind)
{
    if (!m_transport)
        return tl::unexpected(
            m_state.portError.value_or(Error{ErrorCode::PortGone, "the port is not open", {}}));
    return m_transport->reset(kind);
}

} // namespace otabench::fleet
