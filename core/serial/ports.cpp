#include "serial/ports.h"

#include "serial/detail/udev.h"

#include <algorithm>
#include <charconv>

namespace otabench::serial {
namespace {

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

} // namespace

std::optional<PortDescription> detail::describePort(udev_device *tty)
{
    const char *node = udev_device_get_devnode(tty);
    if (!node || !hasHardware(tty))
        return std::nullopt;
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
    udev_device *part = udev_device_get_parent_with_subsystem_devtype(tty, "usb", "usb_interface");
    if (part)
        port.usbInterface = textOf(udev_device_get_sysattr_value(part, "bInterfaceNumber"));
    // Without udev's daemon (containers) there is no ID_PATH; the kernel's name of the place is as
    // stable: "1-4.2:1.0" is interface 0 of what is in port 2 of the hub on port 4.
    if (port.usbPath.empty())
        port.usbPath = textOf(udev_device_get_sysname(part ? part : usb));
    return port;
}

Result<std::vector<PortDescription>> listPorts()
{
    const detail::Udev context(udev_new());
    const detail::UdevEnumerate all(context ? udev_enumerate_new(context.get()) : nullptr);
    if (!all || udev_enumerate_add_match_subsystem(all.get(), "tty") < 0 ||
        udev_enumerate_scan_devices(all.get()) < 0)
        return fail(ErrorCode::InputOutput,
                    "cannot list the serial ports: libudev cannot read {}; is it mounted?", "/sys");

    std::vector<PortDescription> ports;
    udev_list_entry *entry = nullptr;
    udev_list_entry_foreach(entry, udev_enumerate_get_list_entry(all.get()))
    {
        // A board unplugged since the scan has no device any more: skipped.
        const detail::UdevDevice tty(
            udev_device_new_from_syspath(context.get(), udev_list_entry_get_name(entry)));
        if (!tty)
            continue;
        if (auto port = detail::describePort(tty.get()))
            ports.push_back(*std::move(port));
    }
    std::sort(ports.begin(), ports.end(), [](const auto &a, const auto &b) {
        // ttyUSB2 before ttyUSB10
        return std::pair(a.address.path.size(), a.address.path) <
               std::pair(b.address.path.size(), b.address.path);
    });
    return ports;
}

} // namespace otabench::serial
