/* Arduino's IPAddress, version 4 only. For C++; C sees nothing. */
#pragma once

#ifdef __cplusplus

#include "Print.h"

class IPAddress final : public Printable
{
public:
    IPAddress() = default;

    /** @param address in network byte order */
    explicit IPAddress(std::uint32_t address)
        : m_address(address)
    {
    }

    [[nodiscard]] String toString() const;
    std::size_t printTo(Print &print) const override;

    operator std::uint32_t() const { return m_address; }

private:
    std::uint32_t m_address = 0;
};

#endif
