#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace otabench::fleet::detail {

/// Takes out of lines what nobody else is to read: private keys, passwords and what follows words
/// like them, names of Wi-Fi networks, logins, tokens and queries of URLs, long runs of Base64, and
/// secrets that are given. What is taken out is written as "[removed]". It would rather take too
/// much than too little. MAC addresses, digests in hex and addresses of computers stay: without
/// them nothing could be found. Lines of one source in their order: a key has several.
class Redactor
{
public:
    /// `secrets` are removed wherever they stand; shorter ones than four characters are not.
    explicit Redactor(std::vector<std::string> secrets = {});

    [[nodiscard]] std::string line(std::string_view text);
    /// Line by line.
    [[nodiscard]] std::string text(std::string_view text);

private:
    std::vector<std::string> m_secrets;
    unsigned m_keyLines = 0; ///< how many lines a key that has begun may have yet
};

} // namespace otabench::fleet::detail
