#include "serial/detail/rfc2217_client.h"

#include <limits>
#include <utility>

// Telnet: RFC 854 (commands, CR), RFC 855 (options), RFC 856 (binary), RFC 858 (go ahead).
// The serial port's option and its commands: RFC 2217, sections 3 and 4; a server's commands are
// the client's with 100 added.

namespace otabench::serial::detail {
namespace {

enum Telnet : std::uint8_t
{
    kSubnegotiationEnd = 240,
    kSubnegotiation = 250,
    kWill = 251,
    kWont = 252,
    kDo = 253,
    kDont = 254,
    kInterpretAsCommand = 255
};

enum OptionCode : std::uint8_t
{
    kBinary = 0,
    kSuppressGoAhead = 3,
    kComPort = 44
};

enum ComPort : std::uint8_t
{
    kSetBaudRate = 1,
    kSetDataSize = 2,
    kSetParity = 3,
    kSetStopSize = 4,
    kSetControl = 5,
    kNotifyLineState = 6,
    kFlowControlSuspend = 8,
    kFlowControlResume = 9,
    kSetLineStateMask = 10,
    kSetModemStateMask = 11,
    kPurgeData = 12,
    kFromServer = 100
};

enum Control : std::uint8_t
{
    kNoFlowControl = 1,
    kDtrOn = 8,
    kDtrOff = 9,
    kRtsOn = 11,
    kRtsOff = 12
};

constexpr std::uint8_t kEightBits = 8;
constexpr std::uint8_t kNoParity = 1;
constexpr std::uint8_t kOneStopBit = 1;
constexpr std::uint8_t kOverrun = 2; ///< bit of the line state
constexpr std::uint8_t kPurgeTransmit = 2;

void append(std::string &text, std::initializer_list<std::uint8_t> bytes)
{
    for (const std::uint8_t byte : bytes)
        text += static_cast<char>(byte);
}

/// IAC SB COM-PORT command parameters IAC SE, each 255 among the parameters doubled.
void appendCommand(std::string &text, std::uint8_t command,
                   std::initializer_list<std::uint8_t> parameters)
{
    append(text, {kInterpretAsCommand, kSubnegotiation, kComPort, command});
    for (const std::uint8_t byte : parameters) {
        append(text, {byte});
        if (byte == kInterpretAsCommand)
            append(text, {byte});
    }
    append(text, {kInterpretAsCommand, kSubnegotiationEnd});
}

std::uint8_t byteOf(unsigned value, int shift)
{
    return static_cast<std::uint8_t>(value >> shift & 0xFF);
}

} // namespace

Rfc2217Client::Rfc2217Client(unsigned baudRate)
    : m_wantedBaudRate(baudRate)
{
}

std::string Rfc2217Client::greeting()
{
    std::string text;
    m_binary.ours.isAsked = m_binary.theirs.isAsked = true;
    m_goAhead.ours.isAsked = m_goAhead.theirs.isAsked = true;
    m_comPort.ours.isAsked = true;
    for (const OptionCode code : {kBinary, kSuppressGoAhead})
        append(text, {kInterpretAsCommand, kWill, code, kInterpretAsCommand, kDo, code});
    append(text, {kInterpretAsCommand, kWill, kComPort});
    return text;
}

std::string Rfc2217Client::settings() const
{
    std::string text;
    appendCommand(text, kSetBaudRate,
                  {byteOf(m_wantedBaudRate, 24), byteOf(m_wantedBaudRate, 16),
                   byteOf(m_wantedBaudRate, 8), byteOf(m_wantedBaudRate, 0)});
    appendCommand(text, kSetDataSize, {kEightBits});
    appendCommand(text, kSetParity, {kNoParity});
    appendCommand(text, kSetStopSize, {kOneStopBit});
    appendCommand(text, kSetControl, {kNoFlowControl});
    // Told of overruns, and not of modem lines, which boards have not connected.
    appendCommand(text, kSetLineStateMask, {kOverrun});
    appendCommand(text, kSetModemStateMask, {0});
    return text;
}

std::string Rfc2217Client::encode(std::string_view bytes) const
{
    std::string text;
    text.reserve(bytes.size());
    for (const char byte : bytes) {
        text += byte;
        if (static_cast<std::uint8_t>(byte) == kInterpretAsCommand)
            text += byte;
        else if (byte == '\r' && !m_binary.ours.isOn)
            text += '\0'; // RFC 854: a CR alone
    }
    return text;
}

// One after the other: to assert both DTR goes first, to release both RTS does, so that neither
// passes through RTS alone, which is reset (reset_lines.cpp).
std::string Rfc2217Client::lines(const LineStep &step) const
{
    std::string text;
    const auto putDtr = [&] {
        if (step.dtr)
            appendCommand(text, kSetControl, {*step.dtr ? kDtrOn : kDtrOff});
    };
    if (step.dtr.value_or(false))
        putDtr();
    if (step.rts)
        appendCommand(text, kSetControl, {*step.rts ? kRtsOn : kRtsOff});
    if (!step.dtr.value_or(true))
        putDtr();
    return text;
}

std::string Rfc2217Client::purgeOutput()
{
    std::string text;
    appendCommand(text, kPurgeData, {kPurgeTransmit});
    return text;
}

void Rfc2217Client::feed(std::span<const char> bytes, std::string &board, std::string &answer)
{
    for (const char byte : bytes)
        takeByte(static_cast<std::uint8_t>(byte), board, answer);
}

void Rfc2217Client::takeByte(std::uint8_t byte, std::string &board, std::string &answer)
{
    switch (m_place) {
    case Place::AfterReturn:
        m_place = Place::Data;
        if (byte == 0)
            return;
        [[fallthrough]];
    case Place::Data:
        return takeData(byte, board);
    case Place::Command:
        m_command = byte;
        m_place = Place::Data;
        if (byte == kInterpretAsCommand) {
            board += static_cast<char>(byte);
        } else if (byte == kSubnegotiation) {
            m_parameterCount = 0;
            m_place = Place::Parameters;
        } else if (byte >= kWill) {
            m_place = Place::Option;
        } // else: two bytes and done, such as NOP or AYT
        return;
    case Place::Option:
        m_place = Place::Data;
        return takeOption(byte, answer);
    case Place::Parameters:
        if (byte == kInterpretAsCommand)
            m_place = Place::ParametersCommand;
        else
            takeParameter(byte);
        return;
    case Place::ParametersCommand:
        m_place = Place::Parameters;
        if (byte == kInterpretAsCommand)
            return takeParameter(byte);
        m_place = Place::Data;
        if (byte == kSubnegotiationEnd)
            return takeNotification();
        // A server that forgets the end: the command that follows counts.
        m_place = Place::Command;
        return takeByte(byte, board, answer);
    }
}

void Rfc2217Client::takeData(std::uint8_t byte, std::string &board)
{
    if (byte == kInterpretAsCommand) {
        m_place = Place::Command;
        return;
    }
    board += static_cast<char>(byte);
    if (byte == '\r' && !m_binary.theirs.isOn)
        m_place = Place::AfterReturn;
}

void Rfc2217Client::takeParameter(std::uint8_t byte)
{
    if (m_parameterCount < m_parameters.size())
        m_parameters[m_parameterCount] = byte;
    if (m_parameterCount <= m_parameters.size())
        ++m_parameterCount;
}

Rfc2217Client::Option *Rfc2217Client::find(std::uint8_t code)
{
    switch (code) {
    case kBinary:
        return &m_binary;
    case kSuppressGoAhead:
        return &m_goAhead;
    case kComPort:
        return &m_comPort;
    default:
        return nullptr;
    }
}

/// Only a change is answered (RFC 854): two sides that answer answers would never end.
bool Rfc2217Client::Option::Side::agree(bool isToBeOn)
{
    const bool isAnswer = std::exchange(isAsked, false);
    return std::exchange(isOn, isToBeOn) != isToBeOn && !isAnswer;
}

/// What the server wants of us (DO, DONT), or does itself (WILL, WONT).
void Rfc2217Client::takeOption(std::uint8_t code, std::string &answer)
{
    const bool isAboutUs = m_command == kDo || m_command == kDont;
    const bool isOn = m_command == kDo || m_command == kWill;
    const Telnet yes = isAboutUs ? kWill : kDo;
    const Telnet no = isAboutUs ? kWont : kDont;
    Option *option = find(code);
    if (!option) {
        if (isOn)
            append(answer, {kInterpretAsCommand, no, code});
        return;
    }
    if ((isAboutUs ? option->ours : option->theirs).agree(isOn))
        append(answer, {kInterpretAsCommand, isOn ? yes : no, code});
    if (isAboutUs && code == kComPort)
        onComPort(isOn, answer);
}

void Rfc2217Client::onComPort(bool isAccepted, std::string &answer)
{
    if (m_state == State::Refused)
        return;
    if (!isAccepted) {
        m_state = State::Refused;
    } else if (m_state == State::Negotiating) {
        m_state = State::Ready;
        answer += settings();
    }
}

void Rfc2217Client::takeNotification()
{
    if (m_parameterCount < 2 || m_parameterCount > m_parameters.size() ||
        m_parameters[0] != kComPort)
        return;
    const std::size_t count = m_parameterCount - 2;
    const std::uint8_t *values = m_parameters.data() + 2;
    switch (m_parameters[1]) {
    case kFromServer + kSetBaudRate:
        if (count == 4)
            m_baudRate = std::uint32_t{values[0]} << 24 | std::uint32_t{values[1]} << 16 |
                         std::uint32_t{values[2]} << 8 | values[3];
        break;
    case kFromServer + kNotifyLineState:
        if (count == 1 && (values[0] & kOverrun) != 0 &&
            m_overruns < std::numeric_limits<unsigned>::max())
            ++m_overruns;
        break;
    case kFromServer + kFlowControlSuspend:
    case kFlowControlSuspend: // the RFC lets either side send it; some servers send the client's
        m_suspended = true;
        break;
    case kFromServer + kFlowControlResume:
    case kFlowControlResume:
        m_suspended = false;
        break;
    default:
        break; // answers to what was set, signatures, modem lines
    }
}

} // namespace otabench::serial::detail
