#include "widgets/common/format.h"

#include <QLocale>

#include <algorithm>

namespace otabench::widgets {

QString Format::bytes(std::uint64_t count)
{
    const int decimals = count < 1000000 ? 0 : 1; // kilobytes are fine enough without
    return QLocale().formattedDataSize(static_cast<qint64>(count), decimals,
                                       QLocale::DataSizeSIFormat);
}

QString Format::speed(double bytesPerSecond)
{
    if (bytesPerSecond < 1)
        return {};
    //: data rate; %1 is an amount such as "182 kB"
    return tr("%1/s").arg(bytes(static_cast<std::uint64_t>(bytesPerSecond)));
}

QString Format::percent(int percent)
{
    //: %1 is a number from 0 to 100
    return tr("%1 %").arg(QLocale().toString(percent));
}

QString Format::clock(std::chrono::milliseconds time)
{
    const auto all = std::max<std::int64_t>(0, time.count() / 1000);
    const auto two = [](std::int64_t value) {
        return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0'));
    };
    if (all < 3600)
        return QStringLiteral("%1:%2").arg(all / 60).arg(two(all % 60));
    return QStringLiteral("%1:%2:%3").arg(all / 3600).arg(two(all / 60 % 60), two(all % 60));
}

QString Format::seconds(std::chrono::milliseconds time)
{
    const auto all = std::max<std::int64_t>(0, (time.count() + 500) / 1000);
    if (all < 60)
        //: a duration in seconds
        return tr("%1 s").arg(QLocale().toString(static_cast<qlonglong>(all)));
    //: a duration in minutes and seconds
    return tr("%1 min %2 s")
        .arg(QLocale().toString(static_cast<qlonglong>(all / 60)),
             QLocale().toString(static_cast<qlonglong>(all % 60)));
}

QString Format::count(std::uint64_t number)
{
    return QLocale().toString(static_cast<qulonglong>(number));
}

} // namespace otabench::widgets
