#pragma once

#include "serial/detail/reset_lines.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace otabench::serial::detail {

/// The client's side of RFC 2217 ("Telnet Com Port Control Option"): bytes from the server go in,
/// the board's bytes and the answers to the server come out. No input and output of its own, and
/// whatever the server sends, it stays within bounds.
///
/// state         left when
/// Negotiating   DO COM-PORT: the settings are sent, Ready
///               DONT COM-PORT: Refused
/// Ready         DONT COM-PORT: Refused
/// Refused       never
class Rfc2217Client
{
public:
    enum class State
    {
        Negotiating,
        Ready,
        Refused
    };

    explicit Rfc2217Client(unsigned baudRate);

    /// What is sent first.
    [[nodiscard]] std::string greeting();

    /// Takes what has come from the server. Appends the board's bytes to `board`, and what is to be
    /// sent to the server to `answer`.
    void feed(std::span<const char> bytes, std::string &board, std::string &answer);

    /// Bytes for the board as they are sent.
    [[nodiscard]] std::string encode(std::string_view bytes) const;

    // Commands; to be sent in state Ready.
    [[nodiscard]] std::string lines(const LineStep &step) const;
    /// Drops what the server still has to write to the board.
    [[nodiscard]] static std::string purgeOutput();

    [[nodiscard]] State state() const { return m_state; }

    /// The server asks for nothing more to be sent for now.
    [[nodiscard]] bool isSuspended() const { return m_suspended; }

    /// What the server says it has set; nothing before it has.
    [[nodiscard]] std::optional<std::uint32_t> baudRate() const { return m_baudRate; }

    /// How often the server has told that its receiver was overrun: bytes of the board are lost.
    [[nodiscard]] unsigned overruns() const { return m_overruns; }

private:
    static constexpr std::size_t kMostParameters = 32;

    /// Where in the Telnet stream the next byte is.
    enum class Place
    {
        Data,
        AfterReturn, ///< a CR of the text mode: NUL after it is no byte of the board
        Command,
        Option,
        Parameters,
        ParametersCommand
    };

    /// What both sides have agreed of an option.
    struct Option
    {
        struct Side
        {
            bool isOn = false;
            bool isAsked = false; ///< WILL or DO has been sent, not yet answered

            /// What the server says of it. True: it wants an answer.
            [[nodiscard]] bool agree(bool isToBeOn);
        };

        Side ours;   ///< we do it: WILL, answered by DO
        Side theirs; ///< the server does it: DO, answered by WILL
    };

    void takeByte(std::uint8_t byte, std::string &board, std::string &answer);
    void takeData(std::uint8_t byte, std::string &board);
    void takeParameter(std::uint8_t byte);
    void takeOption(std::uint8_t option, std::string &answer);
    void onComPort(bool isAccepted, std::string &answer);
    void takeNotification();
    [[nodiscard]] std::string settings() const;
    [[nodiscard]] Option *find(std::uint8_t code);

    unsigned m_wantedBaudRate;
    State m_state = State::Negotiating;
    Place m_place = Place::Data;
    std::uint8_t m_command = 0;
    Option m_binary, m_goAhead, m_comPort;
    std::array<std::uint8_t, kMostParameters> m_parameters{};
    std::size_t m_parameterCount = 0; ///< what does not fit is counted, not kept
    bool m_suspended = false;
    std::optional<std::uint32_t> m_baudRate;
    unsigned m_overruns = 0;
};

} // namespace otabench::serial::detail
