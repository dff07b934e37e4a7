/* Arduino's Print: texts and numbers to a stream. For C++; C sees nothing. */
#pragma once

#ifdef __cplusplus

#include <cstddef>
#include <cstdint>

#include "WString.h"

#define DEC 10
#define HEX 16
#define OCT 8
#define BIN 2

class Print;

/** What knows how to print itself. */
class Printable
{
public:
    virtual ~Printable() = default;
    virtual std::size_t printTo(Print &print) const = 0;
};

/** All functions return the number of characters printed. */
class Print
{
public:
    virtual ~Print() = default;
    virtual std::size_t write(const std::uint8_t *bytes, std::size_t length) = 0;

    std::size_t write(std::uint8_t value) { return write(&value, 1); }

    std::size_t print(const char *text);

    std::size_t print(const String &text) { return print(text.c_str()); }

    std::size_t print(char c);

    std::size_t print(bool value) { return print(static_cast<int>(value)); }

    std::size_t print(int number, int base = DEC);
    std::size_t print(unsigned number, int base = DEC);
    std::size_t print(long number, int base = DEC);
    std::size_t print(unsigned long number, int base = DEC);
    std::size_t print(long long number, int base = DEC);
    std::size_t print(unsigned long long number, int base = DEC);
    std::size_t print(double number, int digits = 2);

    std::size_t print(const Printable &value) { return value.printTo(*this); }

    /** As print, and CR LF. */
    template <typename... Values>
    std::size_t println(const Values &...values)
    {
        std::size_t printed = 0;
        if constexpr (sizeof...(values) > 0)
            printed = print(values...);
        return printed + print("\r\n");
    }

    std::size_t printf(const char *format, ...) __attribute__((format(printf, 2, 3)));
};

#endif
