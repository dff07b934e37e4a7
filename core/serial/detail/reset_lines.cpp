#include "serial/detail/reset_lines.h"

// With the two-transistor circuit RTS alone (0,1) pulls EN low and DTR alone (1,0) pulls the BOOT
// pin low; (0,0) and (1,1) both let the board run. So:
//
// adapter             after open   run                               bootloader
// Bridge              (0,0)        DTR0 RTS1 100 ms RTS0             esptool's tight sequence
// BridgeFlowControl   as opened    DTR0 RTS1 100 ms DTR1 100 ms RTS0 as classic, ends at (1,0)
// UsbSerialJtag       (0,0)        RTS1 200 ms RTS0                  esptool's, through (1,1)
// RomUsbCdc           as opened    DTR0 RTS1 RTS0                    DTR1 RTS1 RTS0
// TinyUsb             as opened    -                                 -
// Unknown             as opened    as Bridge                         as Bridge
//
// (1,1) to (0,0) is made in one ioctl: one after the other in the wrong order would pass through
// (0,1). For RomUsbCdc a falling RTS is the restart command, so its lines are left alone.

namespace otabench::serial::detail {
namespace {

using namespace std::chrono_literals;

constexpr std::uint16_t kEspressif = 0x303A;
constexpr std::uint16_t kSiliconLabs = 0x10C4;
constexpr std::uint16_t kQinheng = 0x1A86;
constexpr std::uint16_t kFtdi = 0x0403;
constexpr std::uint16_t kProlific = 0x067B;

AdapterClass classifyEspressif(std::uint16_t product)
{
    switch (product) {
    case 0x1001:
        return AdapterClass::UsbSerialJtag;
    case 0x0002: // S2
    case 0x0009: // S3
    case 0x0012: // P4
    case 0x0020: // S31
        return AdapterClass::RomUsbCdc;
    default:
        return AdapterClass::TinyUsb;
    }
}

/// esptool v5, docs/en/advanced-topics/boot-mode-selection.rst and reset.py (UnixTightReset).
std::vector<LineStep> tightBootloader()
{
    return {
        {false, false}, {true, true}, {false, true, 100ms}, {true, false, 50ms}, {false, false}};
}

} // namespace

AdapterClass classifyAdapter(std::optional<std::uint16_t> usbVendor,
                             std::optional<std::uint16_t> usbProduct)
{
    if (!usbVendor || !usbProduct)
        return AdapterClass::Unknown;
    switch (*usbVendor) {
    case kEspressif:
        return classifyEspressif(*usbProduct);
    case kSiliconLabs:
        return *usbProduct == 0xEA64 ? AdapterClass::BridgeFlowControl : AdapterClass::Bridge;
    case kQinheng:
    case kFtdi:
    case kProlific:
        return AdapterClass::Bridge;
    default:
        return AdapterClass::Unknown;
    }
}

std::optional<Lines> linesAfterOpen(AdapterClass adapter)
{
    switch (adapter) {
    case AdapterClass::Bridge:
    case AdapterClass::UsbSerialJtag:
        return Lines{false, false};
    case AdapterClass::BridgeFlowControl:
    case AdapterClass::RomUsbCdc:
    case AdapterClass::TinyUsb:
    case AdapterClass::Unknown:
        break;
    }
    return std::nullopt;
}

std::vector<LineStep> resetSteps(AdapterClass adapter, Transport::Reset kind)
{
    const bool isRun = kind == Transport::Reset::Run;
    switch (adapter) {
    case AdapterClass::Bridge:
    case AdapterClass::Unknown:
        if (isRun)
            return {{false, {}}, {{}, true, 100ms}, {{}, false}};
        return tightBootloader();
    case AdapterClass::BridgeFlowControl:
        if (isRun)
            return {{false, {}}, {{}, true, 100ms}, {true, {}, 100ms}, {{}, false}};
        return {{false, {}}, {{}, true, 100ms}, {true, {}}, {{}, false, 50ms}};
    case AdapterClass::UsbSerialJtag:
        if (isRun)
            return {{{}, true, 200ms}, {{}, false, 200ms}};
        return {{{}, false}, {false, {}, 100ms}, {true, {}},  {{}, false, 100ms}, {{}, true},
                {false, {}}, {{}, true, 100ms},  {false, {}}, {{}, false}};
    case AdapterClass::RomUsbCdc:
        if (isRun)
            return {{false, {}}, {{}, true}, {{}, false}};
        return {{true, {}}, {{}, true}, {{}, false}};
    case AdapterClass::TinyUsb:
        break;
    }
    return {};
}

} // namespace otabench::serial::detail
