#include "fleet/detail/redactor.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace otabench::fleet::detail {
namespace {

constexpr std::string_view kRemoved = "[removed]";
constexpr std::size_t kLeastSecret = 4;
constexpr std::size_t kLeastBase64 = 40;
constexpr std::size_t kLeastToken = 16;
constexpr unsigned kMostKeyLines = 200;

/// What stands before something secret; a value follows after ':', '=' or quotes.
constexpr std::array<std::string_view, 16> kWords = {
    "password", "passphrase", "passwd",        "passwort",   "pwd",     "psk",
    "secret",   "token",      "api_key",       "apikey",     "api-key", "ssid",
    "bearer",   "cookie",     "authorization", "credential",
};

/// What ESP-IDF and its examples print before the name of a network; it ends at the text behind.
struct NetworkLine
{
    std::string_view before;
    std::string_view behind;
};

constexpr std::array kNetworkLines = {
    NetworkLine{"wifi:connected with ", ", aid"}, // the Wi-Fi library
    NetworkLine{"wifi: connected with ", ", aid"},
    NetworkLine{"example_connect: Connecting to ", "..."}, // protocol_examples_common
    NetworkLine{"onnecting to AP ", ""},
    NetworkLine{"onnecting to WiFi ", ""},
    NetworkLine{"onnecting to Wi-Fi ", ""},
};

char lower(char c)
{
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

bool isWordCharacter(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

bool isBase64(char c)
{
    return isWordCharacter(c) || c == '+' || c == '/' || c == '=' || c == '_' || c == '-';
}

std::size_t findIgnoringCase(std::string_view text, std::string_view word, std::size_t from)
{
    const auto found =
        std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), word.begin(),
                    word.end(), [](char a, char b) { return lower(a) == b; });
    return found == text.end() ? std::string_view::npos
                               : static_cast<std::size_t>(found - text.begin());
}

/// Where the value of a word that ends at `at` begins: behind ':' or '='; npos: it has none.
std::size_t valueAfter(std::string_view text, std::size_t at)
{
    // "wifi_password": "x", password_2 = x, PASSWORD=x, Bearer x
    while (at < text.size() && (isWordCharacter(text[at]) || text[at] == '_' || text[at] == '-'))
        ++at;
    while (at < text.size() && (text[at] == '"' || text[at] == '\'' || text[at] == ' ' ||
                                text[at] == ']' || text[at] == '\\'))
        ++at;
    if (at >= text.size() || (text[at] != ':' && text[at] != '='))
        return std::string_view::npos;
    ++at;
    while (at < text.size() && (text[at] == ' ' || text[at] == '>'))
        ++at;
    return at < text.size() ? at : std::string_view::npos;
}

/// A quoted value ends with its quote, any other with the line: it may have blanks.
void removeValue(std::string &text, std::size_t at)
{
    std::size_t end = text.size();
    const char quote = text[at];
    if (quote == '"' || quote == '\'') {
        const std::size_t closing = text.find(quote, at + 1);
        ++at;
        end = closing == std::string::npos ? end : closing;
    }
    text.replace(at, end - at, kRemoved);
}

void removeAfterWords(std::string &text)
{
    for (const std::string_view word : kWords) {
        for (std::size_t at = findIgnoringCase(text, word, 0); at != std::string::npos;
             at = findIgnoringCase(text, word, at + word.size())) {
            // BSSID is an address, not a name.
            const bool isBssid = word == "ssid" && at > 0 && lower(text[at - 1]) == 'b';
            std::size_t value = valueAfter(text, at + word.size());
            if (word == "bearer" && value == std::string::npos && at + 7 < text.size() &&
                text[at + 6] == ' ')
                value = at + 7;
            if (!isBssid && value != std::string::npos)
                removeValue(text, value);
        }
    }
}

void removeNetworks(std::string &text)
{
    for (const NetworkLine &line : kNetworkLines) {
        const std::size_t found = text.find(line.before);
        if (found == std::string::npos)
            continue;
        const std::size_t at = found + line.before.size();
        // The last one: a name may have the text behind in it.
        const std::size_t behind =
            line.behind.empty() ? std::string::npos : text.rfind(line.behind);
        const std::size_t end = behind == std::string::npos || behind < at ? text.size() : behind;
        text.replace(at, end - at, kRemoved);
    }
}

/// The part of a path may be a token, of a board or a download: long, and no word.
void removeTokens(std::string &text, std::size_t path, std::size_t end)
{
    for (std::size_t at = path; at < end;) {
        const std::size_t next = std::min(text.find('/', at), end);
        const auto isToken = [](char c) { return isWordCharacter(c) || c == '_' || c == '-'; };
        const std::string_view part = std::string_view(text).substr(at, next - at);
        const bool hasDigit = std::ranges::any_of(
            part, [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
        if (part.size() >= kLeastToken && hasDigit && std::ranges::all_of(part, isToken)) {
            text.replace(at, part.size(), kRemoved);
            const std::size_t was = next - at;
            end = end - was + kRemoved.size();
            at += kRemoved.size() + 1;
        } else {
            at = next + 1;
        }
    }
}

/// Logins and queries of URLs, and tokens in their paths.
void cleanUrls(std::string &text)
{
    for (std::size_t at = text.find("://"); at != std::string::npos; at = text.find("://", at)) {
        at += 3;
        const auto endOf = [&text](std::size_t from) {
            return std::min(text.find_first_of(" \t\"'<>)]}|", from), text.size());
        };
        // The last @ ends the login: a password may have any character, also a slash.
        if (const std::size_t login = text.rfind('@', std::min(text.find('?', at), endOf(at)));
            login != std::string::npos && login >= at) {
            text.replace(at, login - at, kRemoved);
            at += kRemoved.size() + 1;
        }
        const std::size_t query = text.find_first_of("?#", at);
        if (query < endOf(at))
            text.replace(query + 1, endOf(at) - query - 1, kRemoved);
        const std::size_t path = text.find('/', at);
        if (path < endOf(at))
            removeTokens(text, path + 1, std::min(text.find('?', path), endOf(at)));
    }
}

void removeBase64(std::string &text)
{
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && isBase64(text[end]))
            ++end;
        const std::string_view run = std::string_view(text).substr(at, end - at);
        const bool isHex = std::ranges::all_of(
            run, [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; });
        // Folders' paths and names are long, too, but hardly ever in capitals.
        const bool isPath = std::ranges::none_of(run, [](char c) {
            return std::isupper(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '=';
        });
        if (run.size() >= kLeastBase64 && !isHex && !isPath) {
            text.replace(at, run.size(), kRemoved);
            at += kRemoved.size();
        } else {
            at = end + 1;
        }
    }
}

} // namespace

Redactor::Redactor(std::vector<std::string> secrets)
    : m_secrets(std::move(secrets))
{
    std::erase_if(m_secrets, [](const std::string &each) { return each.size() < kLeastSecret; });
    // The longest first: one may be part of another.
    std::ranges::sort(m_secrets, std::greater(), &std::string::size);
}

std::string Redactor::line(std::string_view given)
{
    const bool ends = given.find("-----END ") != std::string_view::npos;
    if (m_keyLines > 0) {
        m_keyLines = ends ? 0 : m_keyLines - 1;
        return std::string(kRemoved);
    }
    const std::size_t begin = given.find("-----BEGIN ");
    if (begin != std::string_view::npos &&
        given.find("PRIVATE KEY", begin) != std::string_view::npos) {
        m_keyLines = ends ? 0 : kMostKeyLines;
        return std::string(given.substr(0, begin)) + std::string(kRemoved);
    }
    std::string text(given);
    for (const std::string &secret : m_secrets) {
        for (std::size_t at = text.find(secret); at != std::string::npos;
             at = text.find(secret, at + kRemoved.size()))
            text.replace(at, secret.size(), kRemoved);
    }
    cleanUrls(text);
    removeNetworks(text);
    removeAfterWords(text);
    removeBase64(text);
    return text;
}

std::string Redactor::text(std::string_view text)
{
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        result += line(text.substr(at, end - at)) + "\n";
        at = end + 1;
    }
    return result;
}

} // namespace otabench::fleet::detail
