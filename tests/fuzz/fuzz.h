#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// What the fuzz targets share. A target is one source file with seeds() and
// LLVMFuzzerTestOneInput(): it hands the bytes to a parser and then requires what must hold for any
// bytes.

namespace otabench::fuzz {

/// The inputs a target's first mutations are made from. Defined by each target.
[[nodiscard]] std::vector<std::string> seeds();

/// Ends the program when a property does not hold; libFuzzer keeps the input that broke it.
inline void require(bool holds, const char *property)
{
    if (holds)
        return;
    std::fprintf(stderr, "this does not hold: %s\n", property);
    std::abort();
}

/// An input, taken apart from its start. After its end: zeros, and empty texts.
class Input
{
public:
    Input(const std::uint8_t *bytes, std::size_t size)
        : m_rest(reinterpret_cast<const char *>(bytes), size)
    {
    }

    std::uint8_t takeByte()
    {
        const std::string_view one = take(1);
        return one.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(one.front());
    }

    std::string_view take(std::size_t size)
    {
        const std::string_view taken = m_rest.substr(0, size);
        m_rest.remove_prefix(taken.size());
        return taken;
    }

    [[nodiscard]] std::string_view rest() const { return m_rest; }

private:
    std::string_view m_rest;
};

/// A copy of exactly the text's size on the heap, so that a read behind its end is seen.
inline std::vector<char> exactCopy(std::string_view text)
{
    return {text.begin(), text.end()};
}

inline std::vector<std::uint8_t> toBytes(std::string_view text)
{
    return {text.begin(), text.end()};
}

template <typename Byte>
std::string toText(std::span<const Byte> bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

} // namespace otabench::fuzz
