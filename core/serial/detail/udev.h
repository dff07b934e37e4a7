#pragma once

#include "serial/ports.h"

#include <libudev.h>

#include <memory>
#include <optional>

namespace otabench::serial::detail {

template <auto Unref>
struct ReleaseUdev
{
    void operator()(auto *object) const { Unref(object); }
};

using Udev = std::unique_ptr<udev, ReleaseUdev<udev_unref>>;
using UdevEnumerate = std::unique_ptr<udev_enumerate, ReleaseUdev<udev_enumerate_unref>>;
using UdevDevice = std::unique_ptr<udev_device, ReleaseUdev<udev_device_unref>>;
using UdevMonitor = std::unique_ptr<udev_monitor, ReleaseUdev<udev_monitor_unref>>;

/// The port of a tty; nothing for those without hardware behind them.
[[nodiscard]] std::optional<PortDescription> describePort(udev_device *tty);

} // namespace otabench::serial::detail
