#include "passphrase.h"

#include "base/files.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cstdlib>

namespace otabench::cli {
namespace {

constexpr const char *kVariable = "OTABENCH_CA_PASSPHRASE";
constexpr std::size_t kMostBytes = 4096;

Result<std::string> fromFile(const std::string &file)
{
    auto text = readTextFile(file, kMostBytes);
    if (!text)
        return text;
    text->resize(std::min(text->find_first_of("\r\n"), text->size()));
    if (text->empty())
        return fail(ErrorCode::InvalidArgument,
                    "the passphrase file {} is empty; its first line is the passphrase", file);
    return text;
}

std::optional<std::string> fromEnvironment(const std::string &variable)
{
    const char *value = std::getenv(variable.c_str()); // NOLINT: read only
    return value != nullptr && *value != '\0' ? std::optional<std::string>(value) : std::nullopt;
}

/// The terminal of the session, with echo and signals off while it lives: Ctrl-C must not leave a
/// terminal without echo behind.
class QuietTerminal
{
public:
    QuietTerminal()
        : m_fd(::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC))
    {
        m_good = m_fd >= 0 && ::tcgetattr(m_fd, &m_before) == 0;
        termios quiet = m_before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
        m_good = m_good && ::tcsetattr(m_fd, TCSAFLUSH, &quiet) == 0;
    }

    ~QuietTerminal()
    {
        if (m_good)
            ::tcsetattr(m_fd, TCSAFLUSH, &m_before);
        if (m_fd >= 0)
            ::close(m_fd);
    }

    QuietTerminal(const QuietTerminal &) = delete;
    QuietTerminal &operator=(const QuietTerminal &) = delete;

    [[nodiscard]] bool isGood() const { return m_good; }

    void print(std::string_view text) const
    {
        if (::write(m_fd, text.data(), text.size()) < 0)
            return; // who cannot be asked will not answer
    }

    /// A line; nothing at its end of file and for Ctrl-C.
    [[nodiscard]] std::optional<std::string> line() const
    {
        constexpr char kInterrupt = 3;
        std::string text;
        char byte = 0;
        while (text.size() < kMostBytes && ::read(m_fd, &byte, 1) == 1) {
            if (byte == kInterrupt)
                return std::nullopt;
            if (byte == '\n')
                return text;
            text += byte;
        }
        return std::nullopt;
    }

private:
    int m_fd;
    bool m_good = false;
    termios m_before = {};
};

Result<std::string> ask(const std::string &question, const std::string &otherWays)
{
    const QuietTerminal terminal;
    if (!terminal.isGood())
        return fail(ErrorCode::KeyInvalid,
                    "a passphrase is needed ({}), and there is no terminal "
                    "to ask on; give it {}",
                    question, otherWays);
    terminal.print(question + ": ");
    const auto line = terminal.line();
    terminal.print("\n");
    if (!line)
        return fail(ErrorCode::Cancelled, "no passphrase was given ({})", question);
    return *line;
}

Result<std::string> askTwice(const std::string &question, const std::string &otherWays)
{
    auto first = ask(question, otherWays);
    if (!first)
        return first;
    const auto second = ask("The same again", otherWays);
    if (!second)
        return second;
    if (*first != *second)
        return fail(ErrorCode::InvalidArgument, "the two passphrases differ; try again");
    return first;
}

std::string waysOf(const std::string &variable)
{
    return variable == kVariable ? fmt::format("with --passphrase-file or in ${}", variable)
                                 : fmt::format("in a file or in ${}", variable);
}

} // namespace

void addPassphraseOption(CLI::App &command, Context &context)
{
    command
        .add_option("--passphrase-file", context.passphraseFile,
                    "file whose first line is the passphrase of the lab CA's key (or set "
                    "$OTABENCH_CA_PASSPHRASE)")
        ->type_name("FILE");
}

certificates::PassphraseSource caPassphrase(const Context &context)
{
    return passphraseOf(context.passphraseFile, kVariable, "Passphrase of the lab CA's key");
}

certificates::PassphraseSource silentCaPassphrase(const Context &context)
{
    if (!context.passphraseFile.empty())
        return [file = context.passphraseFile] { return fromFile(file); };
    return certificates::environmentPassphrase();
}

Result<std::optional<std::string>> newCaPassphrase(const Context &context, bool ask)
{
    Result<std::string> given;
    if (!context.passphraseFile.empty())
        given = fromFile(context.passphraseFile);
    else if (const auto variable = fromEnvironment(kVariable))
        given = *variable;
    else if (ask)
        given = askTwice("New passphrase of the lab CA's key", waysOf(kVariable));
    else
        return std::nullopt;
    if (!given)
        return tl::unexpected(given.error());
    if (auto good = certificates::checkNewPassphrase(*given); !good)
        return tl::unexpected(good.error());
    return std::optional(*std::move(given));
}

certificates::PassphraseSource passphraseOf(std::string file, std::string variable,
                                            std::string question)
{
    return [file = std::move(file), variable = std::move(variable),
            question = std::move(question)]() -> Result<std::string> {
        if (!file.empty())
            return fromFile(file);
        if (auto value = fromEnvironment(variable))
            return *std::move(value);
        return ask(question, waysOf(variable));
    };
}

Result<std::string> newPassphraseOf(const std::string &file, const std::string &variable,
                                    const std::string &question)
{
    Result<std::string> given;
    if (!file.empty())
        given = fromFile(file);
    else if (const auto value = fromEnvironment(variable))
        given = *value;
    else
        given = askTwice(question, waysOf(variable));
    if (!given)
        return given;
    if (auto good = certificates::checkNewPassphrase(*given); !good)
        return tl::unexpected(good.error());
    return given;
}

} // namespace otabench::cli
