#include "fleet/detail/port_keeper.h"

#include "base/log.h"
#include "serial/port_holder.h"

#include <filesystem>
#include <unordered_set>
#include <utility>

namespace otabench::fleet::detail {
namespace {

using serial::PortDescription;

/// What tells two adapters of one kind apart, where their makers gave them numbers. "0001" is what
/// Silicon Labs' bridges have that nobody has numbered.
std::string serialOf(const PortDescription &port)
{
    if (port.usbSerial.empty() || port.usbSerial == "0001" || port.usbSerial == "0")
        return {};
    return port.usbInterface.empty() ? port.usbSerial
                                     : fmt::format("{}:{}", port.usbSerial, port.usbInterface);
}

/// The device behind an address: /dev/serial/by-id/… is a link to the /dev/ttyUSB0 that a scan
/// finds.
std::string deviceOf(const std::string &address)
{
    const auto parsed = serial::parseAddress(address);
    if (!parsed || parsed->kind != serial::AddressKind::SerialDevice)
        return address;
    std::error_code none;
    const auto path = std::filesystem::weakly_canonical(parsed->path, none);
    return none ? address : path.string();
}

bool isWaiting(const Board &board)
{
    return !board.isCandidate && board.session.portState() == PortState::Lost;
}

} // namespace

PortKeeper::PortKeeper(Bench &bench, std::unique_ptr<serial::PortWatch> watch)
    : m_bench(bench)
    , m_watch(std::move(watch))
{
    m_bench.setLoanCheck([this](const std::string &address) { return isLent(address); });
    if (!m_watch)
        return;
    m_watch->start([this](const serial::PortEvent &event) { onEvent(event); });
    m_bench.setPortCheck([this](const Board &board) { return mayBeAt(board); });
    m_bench.setSeek([this] { seek(); });
    if (const auto listed = listPorts(); !listed)
        logWarning("fleet", listed.error().text);
}

Result<> PortKeeper::listPorts()
{
    const auto ports = m_watch ? m_watch->ports() : serial::listPorts();
    if (!ports)
        return tl::unexpected(ports.error());
    m_ports.clear();
    for (const PortDescription &port : *ports)
        m_ports.emplace(port.address.toString(), port);
    return {};
}

void PortKeeper::add(const std::string &address, const Profile &profile)
{
    const auto port = m_ports.find(deviceOf(address));
    if (port == m_ports.end()) {
        m_bench.add(address, profile);
        return;
    }
    // One that was lost and has this place is taken up again, whatever it was added by.
    if (Board *owner = ownerOf(port->second); owner && isWaiting(*owner))
        return attach(*owner, port->second);
    Board &board = m_bench.add(address, profile);
    board.state.place = port->second.usbPath;
    board.usbSerial = serialOf(port->second);
    m_bench.changed(board);
}

Result<> PortKeeper::follow(const Profile &profile)
{
    m_followed = profile;
    if (auto listed = listPorts(); !listed)
        return listed;
    std::unordered_set<std::string> taken;
    for (const BoardState &board : m_bench.shownStates()) {
        if (board.port != PortState::Lost)
            taken.insert(deviceOf(board.address));
    }
    for (const auto &[device, port] : m_ports) {
        if (taken.insert(deviceOf(device)).second)
            add(device, profile);
    }
    return {};
}

bool PortKeeper::isLent(const std::string &address) const
{
    if (m_lent.empty())
        return false;
    const auto parsed = serial::parseAddress(address);
    const auto key = parsed ? serial::keyOf(*parsed) : tl::unexpected(parsed.error());
    return key && m_lent.contains(*key);
}

void PortKeeper::lend(const std::set<std::string> &devices)
{
    m_lent = devices;
    m_bench.forEach([&](Board &board) {
        const bool isLent = this->isLent(board.session.address());
        if (board.session.portState() == PortState::Lent && !isLent)
            board.session.takeBack();
        else if (board.session.portState() == PortState::Open && isLent && !board.update)
            board.session.lend();
    });
}

void PortKeeper::onEvent(const serial::PortEvent &event)
{
    if (event.kind == serial::PortEvent::Kind::Added)
        onAdded(event.port);
    else
        onRemoved(event.port.address.toString());
}

/// The board that this port is taken for.
Board *PortKeeper::ownerOf(const PortDescription &port)
{
    if (!port.usbPath.empty()) {
        Board *there =
            m_bench.findIf([&](const Board &board) { return board.state.place == port.usbPath; });
        if (there)
            return there;
    }
    const std::string serial = serialOf(port);
    if (serial.empty())
        return nullptr;
    Board *same = nullptr;
    unsigned count = 0;
    m_bench.forEach([&](Board &board) {
        if (board.usbSerial != serial)
            return;
        same = &board;
        ++count;
    });
    // Of two with one number neither is meant.
    return count == 1 && isWaiting(*same) ? same : nullptr;
}

void PortKeeper::onAdded(const PortDescription &port)
{
    const std::string device = port.address.toString();
    m_ports.insert_or_assign(device, port);
    if (Board *owner = ownerOf(port))
        return attach(*owner, port);
    // Named before it was plugged in.
    Board *named = m_bench.findIf([&](const Board &board) {
        return board.state.place.empty() && deviceOf(board.session.address()) == device &&
               board.session.portState() != PortState::Open;
    });
    if (named)
        return attach(*named, port);
    if (lookAt(port))
        return;
    if (m_followed)
        add(device, *m_followed);
    else
        m_unclaimed.insert(device);
}

/// Whether some board is missing that could be at the port: then it is asked.
bool PortKeeper::lookAt(const PortDescription &port)
{
    const Board *lost = m_bench.findIf(
        [](const Board &board) { return isWaiting(board) && !board.session.mac().empty(); });
    if (lost)
        m_bench.addCandidate(port.address.toString(), port.usbPath, serialOf(port),
                             m_followed ? *m_followed : lost->state.profile,
                             m_followed.has_value());
    return lost != nullptr;
}

/// A port may have come before its board was missed.
void PortKeeper::seek()
{
    for (const std::string &device : std::exchange(m_unclaimed, {})) {
        const auto port = m_ports.find(device);
        if (port != m_ports.end() && !m_bench.findAt(device) && !lookAt(port->second))
            m_unclaimed.insert(device);
    }
}

void PortKeeper::attach(Board &board, const PortDescription &port)
{
    const std::string device = port.address.toString();
    board.state.place = port.usbPath;
    board.usbSerial = serialOf(port);
    const bool isThere = deviceOf(board.session.address()) == device;
    if (isThere && board.session.portState() == PortState::Open)
        return m_bench.changed(board);
    board.session.attach(isThere ? board.session.address() : device);
    board.state.address = board.session.address();
    m_bench.changed(board);
}

void PortKeeper::onRemoved(const std::string &device)
{
    m_ports.erase(device);
    m_unclaimed.erase(device);
    Board *board = m_bench.findIf([&](const Board &each) {
        return each.session.address() == device && each.session.portState() != PortState::Lost;
    });
    if (board)
        board->session.lose(fail(ErrorCode::PortGone,
                                 "port {} is gone: the board was unplugged, or has restarted. "
                                 "Plug it in again, at any port",
                                 device)
                                .value());
}

/// A board whose place is known is not looked for by the name of its device: another may have got
/// that since.
bool PortKeeper::mayBeAt(const Board &board) const
{
    if (board.state.place.empty())
        return true;
    const auto port = m_ports.find(deviceOf(board.session.address()));
    return port != m_ports.end() && port->second.usbPath == board.state.place;
}

} // namespace otabench::fleet::detail
