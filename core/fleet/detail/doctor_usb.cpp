// What hangs on which USB controller, and what of it will not work well.
#include "fleet/detail/doctor_system.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <map>

namespace otabench::fleet::detail {
namespace {

namespace fs = std::filesystem;

const std::string kDevices = "/sys/bus/usb/devices/";

/// Makers of adapters and of boards with USB of their own: Silicon Labs, WCH, FTDI, Prolific,
/// Espressif. The same as in otabench's udev rule.
constexpr std::array<std::string_view, 5> kVendors = {"10c4", "1a86", "0403", "067b", "303a"};

/// Controllers of many computers run out of endpoints with about so many, though USB itself allows
/// 127 devices on each: Intel's have 96 slots for them (kernel bug 92241, "Not enough host
/// controller resources").
constexpr unsigned kMostEndpoints = 96;
constexpr unsigned kManyEndpoints = 80;
/// USB 2.0 specification, section 4.1.1: seven tiers, of which five are of hubs.
constexpr std::ptrdiff_t kMostHubs = 5;
constexpr unsigned kMostOnUnpoweredHub = 4; ///< 500 mA, and 100 mA for each board

unsigned toNumber(const std::string &text, int base = 10)
{
    unsigned value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value, base);
    return value;
}

struct Device
{
    std::string name; ///< "1-4.2": port 2 of the hub at port 4 of bus 1
    std::string vendor, product, serial, bus;
    bool isHub = false;
    unsigned endpoints = 1; ///< with the one of control

    [[nodiscard]] bool isAdapter() const
    {
        return std::ranges::find(kVendors, vendor) != kVendors.end() && !isHub;
    }

    /// Of the hub it hangs on: "1-4" of "1-4.2"; empty: the computer itself.
    [[nodiscard]] std::string hub() const
    {
        const std::size_t dot = name.rfind('.');
        return dot == std::string::npos ? std::string() : name.substr(0, dot);
    }
};

/// Interfaces are beside their device: "1-4.2:1.0".
std::vector<Device> devicesOf(const System &system)
{
    std::map<std::string, Device> devices;
    const auto names = system.list(kDevices);
    for (const std::string &name : names) {
        if (name.find(':') != std::string::npos)
            continue;
        const std::string folder = kDevices + name;
        Device device{.name = name,
                      .vendor = system.word(folder + "/idVendor"),
                      .product = system.word(folder + "/idProduct"),
                      .serial = system.word(folder + "/serial"),
                      .bus = system.word(folder + "/busnum")};
        device.isHub = system.word(folder + "/bDeviceClass") == "09";
        if (!device.vendor.empty())
            devices.emplace(name, std::move(device));
    }
    for (const std::string &name : names) {
        const std::size_t colon = name.find(':');
        const auto device = devices.find(name.substr(0, colon));
        if (colon != std::string::npos && device != devices.end())
            device->second.endpoints +=
                toNumber(system.word(kDevices + name + "/bNumEndpoints"), 16);
    }
    std::vector<Device> all;
    for (auto &[name, device] : devices)
        all.push_back(std::move(device));
    return all;
}

/// The two buses of one controller, for USB 2 and 3, share their endpoints: both root hubs lie in
/// the same folder of the PCI device.
std::string controllerOf(const System &system, const std::string &bus)
{
    std::error_code error;
    const fs::path root = fs::canonical(system.at(kDevices + "usb" + bus), error);
    const std::string parent = error ? std::string() : root.parent_path().filename().string();
    return parent.empty() || parent == "devices" ? "bus " + bus : parent;
}

void addEndpoints(const System &system, const std::vector<Device> &devices, Findings &findings)
{
    std::map<std::string, std::pair<unsigned, unsigned>> byController; // endpoints, devices
    for (const Device &device : devices) {
        if (device.name.starts_with("usb"))
            continue;
        auto &[endpoints, count] = byController[controllerOf(system, device.bus)];
        endpoints += device.endpoints;
        ++count;
    }
    for (const auto &[controller, counts] : byController) {
        const auto &[endpoints, count] = counts;
        if (endpoints < kManyEndpoints)
            continue;
        const bool isOver = endpoints >= kMostEndpoints;
        findings.push_back({isOver ? "usb.endpoints-over" : "usb.endpoints-near",
                            isOver ? Severity::Problem : Severity::Warning,
                            {controller, std::to_string(count), std::to_string(endpoints),
                             std::to_string(kMostEndpoints)}});
    }
}

void addDepthAndPower(const System &system, const std::vector<Device> &devices, Findings &findings)
{
    std::map<std::string, unsigned> onHub;
    for (const Device &device : devices) {
        const auto hubs = std::ranges::count(device.name, '.');
        if (hubs > kMostHubs)
            findings.push_back(
                {"usb.too-deep", Severity::Problem, {device.name, std::to_string(hubs)}});
        if (device.isAdapter() && !device.hub().empty())
            ++onHub[device.hub()];
    }
    for (const auto &[hub, count] : onHub) {
        // Bit 6: it has a supply of its own. Source: USB 2.0 specification, table 9-10.
        const std::string attributes = system.word(kDevices + hub + "/bmAttributes");
        const bool isUnpowered = !attributes.empty() && (toNumber(attributes, 16) & 0x40) == 0;
        if (isUnpowered && count > kMostOnUnpoweredHub)
            findings.push_back({"usb.hub-power", Severity::Warning, {hub, std::to_string(count)}});
    }
}

/// /dev/serial/by-id and udev tell adapters apart by their serial numbers.
void addSerialNumbers(const std::vector<Device> &devices, Findings &findings)
{
    std::map<std::string, unsigned> same;
    for (const Device &device : devices) {
        if (device.isAdapter())
            ++same[device.vendor + ":" + device.product + " " + device.serial];
    }
    for (const auto &[key, count] : same) {
        if (count < 2)
            continue;
        const std::size_t blank = key.find(' ');
        const std::string serial = key.substr(blank + 1);
        findings.push_back({serial.empty() ? "usb.no-serial" : "usb.same-serial",
                            Severity::Warning,
                            {std::to_string(count), key.substr(0, blank), serial}});
    }
}

void addAutosuspend(const System &system, const std::vector<Device> &devices, Findings &findings)
{
    for (const Device &device : devices) {
        if (device.isAdapter() && system.word(kDevices + device.name + "/power/control") == "auto")
            findings.push_back({"usb.autosuspend", Severity::Warning, {device.name}});
    }
}

} // namespace

Findings checkUsb(const System &system)
{
    Findings findings;
    const auto devices = devicesOf(system);
    addEndpoints(system, devices, findings);
    addDepthAndPower(system, devices, findings);
    addSerialNumbers(devices, findings);
    addAutosuspend(system, devices, findings);
    if (findings.empty()) {
        const auto adapters = std::ranges::count_if(devices, &Device::isAdapter);
        findings.push_back({"usb.ok", Severity::Ok, {std::to_string(adapters)}});
    }
    return findings;
}

} // namespace otabench::fleet::detail
