// Arduino's Print and IPAddress.
#include "IPAddress.h"

#include <fmt/format.h>

#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <vector>

namespace {

template <typename Number>
std::string numberText(Number number, int base)
{
    switch (base) {
    case HEX:
        return fmt::format("{:X}", number);
    case OCT:
        return fmt::format("{:o}", number);
    case BIN:
        return fmt::format("{:b}", number);
    default:
        return fmt::format("{}", number);
    }
}

/// A negative number has a sign in the decimal system only, as with Arduino.
std::string signedText(long long number, int base)
{
    return base == DEC ? numberText(number, base)
                       : numberText(static_cast<std::uint32_t>(number), base);
}

} // namespace

std::size_t Print::print(const char *text)
{
    if (text == nullptr)
        return 0;
    return write(reinterpret_cast<const std::uint8_t *>(text), std::strlen(text));
}

std::size_t Print::print(char c)
{
    return write(static_cast<std::uint8_t>(c));
}

std::size_t Print::print(int number, int base)
{
    return print(signedText(number, base).c_str());
}

std::size_t Print::print(unsigned number, int base)
{
    return print(numberText(number, base).c_str());
}

std::size_t Print::print(long number, int base)
{
    return print(signedText(number, base).c_str());
}

std::size_t Print::print(unsigned long number, int base)
{
    return print(numberText(number, base).c_str());
}

std::size_t Print::print(long long number, int base)
{
    return print(signedText(number, base).c_str());
}

std::size_t Print::print(unsigned long long number, int base)
{
    return print(numberText(number, base).c_str());
}

std::size_t Print::print(double number, int digits)
{
    return print(fmt::format("{:.{}f}", number, digits).c_str());
}

std::size_t Print::printf(const char *format, ...)
{
    std::va_list arguments;
    va_start(arguments, format);
    std::va_list again;
    va_copy(again, arguments);
    const int length = std::vsnprintf(nullptr, 0, format, arguments);
    va_end(arguments);
    std::size_t printed = 0;
    if (length > 0) {
        std::vector<char> text(static_cast<std::size_t>(length) + 1);
        std::vsnprintf(text.data(), text.size(), format, again);
        printed = print(text.data());
    }
    va_end(again);
    return printed;
}

String IPAddress::toString() const
{
    return fmt::format("{}.{}.{}.{}", m_address & 0xFF, m_address >> 8 & 0xFF,
                       m_address >> 16 & 0xFF, m_address >> 24)
        .c_str();
}

std::size_t IPAddress::printTo(Print &print) const
{
    return print.print(toString());
}
