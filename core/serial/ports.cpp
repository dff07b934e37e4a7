#include "serial/ports.h"

#include <libudev.h>

#include <algorithm>
#include <charconv>
#include <memory>

namespace otabench::serial {
namespace {

template <auto Unref>
struct Release
{
    void operator()(auto *object) const { Unref(object); }
};

using Udev = std::unique_ptr<udev, Release<udev_unref>>;
using Enumerate = std::unique_ptr<udev_enumerate, Release<udev_enumerate_unref>>;
using Device = std::unique_ptr<udev_device, Release<udev_device_unref>>;

std::string textOf(const char *text)
{
    return text ? std::string(text) : std::string();
}

std::optional<std::uint16_t> fromHex16(const char *digits)
{
    if (!digits)
        return std::nullopt;
    const std::string_view text(digits);
    std::uint16_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// The legacy 8250 driver makes ttyS0 to ttyS3 whether or not there is a chip: their type is 0
/// then. Source: Linux Documentation/ABI/testing/sysfs-tty, /sys/class/tty/ttyS<x>/type.
bool hasHardware(udev_device *tty)
{
    if (!udev_device_get_parent(tty)) // virtual consoles, ptmx
        return false;
    const char *type = udev_device_get_sysattr_value(tty, "type");
    return !type || std::string_view(type) != "0";
}

/// The driver of the nearest parent that has one: cp210x, cdc_acm, serial8250.
std::string driverOf(udev_device *tty)
{
    for (udev_device *device = tty; device; device = udev_device_get_parent(device)) {
        if (const char *driver = udev_device_get_driver(device))
            return driver;
    }
    return {};
}

PortDescription describe(udev_device *tty, const char *node)
{
    PortDescription port;
    port.address = {.kind = AddressKind::SerialDevice, .path = node, .host = {}, .tcpPort = 0};
    port.usbPath = textOf(udev_device_get_property_value(tty, "ID_PATH"));
    port.driver = driverOf(tty);
    udev_device *usb = udev_device_get_parent_with_subsystem_devtype(tty, "usb", "usb_device");
    if (!usb)
        return port;
    port.usbVendor = fromHex16(udev_device_get_sysattr_value(usb, "idVendor"));
    port.usbProduct = fromHex16(udev_device_get_sysattr_value(usb, "idProduct"));
    port.usbSerial = textOf(udev_device_get_sysattr_value(usb, "serial"));
    port.manufacturer = textOf(udev_device_get_sysattr_value(usb, "manufacturer"));
    port.product = textOf(udev_device_get_sysattr_value(usb, "product"));
    // Without udev's daemon (containers) there is no ID_PATH; the kernel's name of the place is as
    // stable: "1-4.2" is port 2 of the hub on port 4.
    if (port.usbPath.empty())
        port.usbPath = textOf(udev_device_get_sysname(usb));
    return port;
}

} // namespace

Result<std::vector<PortDescription>> listPorts()
{
    const Udev context(udev_new());
    const Enumerate all(context ? udev_enumerate_new(context.get()) : nullptr);
    if (!all || udev_enumerate_add_match_subsystem(all.get(), "tty") < 0 ||
        udev_enumerate_scan_devices(all.get()) < 0)
        return fail(ErrorCode::InputOutput,
                    "cannot list the serial ports: libudev cannot read {}; is it mounted?", "/sys");

    std::vector<PortDescription> ports;
    udev_list_entry *entry = nullptr;
    udev_list_entry_foreach(entry, udev_enumerate_get_list_entry(all.get()))
    {
        // A board unplugged since the scan has no device any more: skipped.
        const Device tty(
            udev_device_new_from_syspath(context.get(), udev_list_entry_get_name(entry)));
        const char *node = tty ? udev_device_get_devnode(tty.get()) : nullptr;
        if (node && hasHardware(tty.get()))
            ports.push_back(describe(tty.get(), node));
    }
    std::sort(ports.begin(), ports.end(), [](const auto &a, const auto &b) {
        // ttyUSB2 before ttyUSB10
        return std::pair(a.address.path.size(), a.address.path) <
               std::pair(b.address.path.size(), b.address.path);
    });
    return ports;
}

} // namespace otabench::serial
