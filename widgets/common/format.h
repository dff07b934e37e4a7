#pragma once

#include <QCoreApplication>
#include <QString>

#include <chrono>
#include <cstdint>

namespace otabench::widgets {

/// Numbers for people, in the language of the moment (QLocale's default).
class Format
{
    Q_DECLARE_TR_FUNCTIONS(otabench::widgets::Format)
public:
    [[nodiscard]] static QString bytes(std::uint64_t count);   ///< "1.0 MB"
    [[nodiscard]] static QString speed(double bytesPerSecond); ///< "182 kB/s"; empty when zero
    [[nodiscard]] static QString percent(int percent);         ///< "71 %"
    [[nodiscard]] static QString clock(std::chrono::milliseconds time);   ///< "0:41", "1:02:03"
    [[nodiscard]] static QString seconds(std::chrono::milliseconds time); ///< "4 s", "2 min 5 s"
    [[nodiscard]] static QString count(std::uint64_t number);             ///< "20,480"
};

} // namespace otabench::widgets
