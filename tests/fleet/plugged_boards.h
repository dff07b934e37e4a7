#pragma once

#include "scripted_board.h"
#include "serial/port_watch.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace otabench::fleet {

/// The plugging of boards, played by a test. Replaces libudev and the kernel's device nodes, which
/// cannot be driven here: a port is a real pty, its device a link to it, and what udev would tell
/// of it is made up. All else (opening, reading, losing ports) is real.
class Plugging
{
public:
    explicit Plugging(std::filesystem::path folder)
        : m_folder(std::move(folder))
    {
    }

    /// What Lab is given in udev's place.
    std::unique_ptr<serial::PortWatch> makeWatch() { return std::make_unique<Watch>(*this); }

    /// The address of a device: what a board there is added by.
    [[nodiscard]] std::string address(const std::string &device) const
    {
        return "pty:" + (m_folder / device).string();
    }

    /// The board appears as `device`, at the place in the USB tree.
    void plugIn(ScriptedBoard &board, const std::string &device, const std::string &place,
                const std::string &usbSerial = {})
    {
        std::filesystem::remove(m_folder / device);
        std::filesystem::create_symlink(board.pty().path(), m_folder / device);
        serial::PortDescription port;
        port.address = {serial::AddressKind::Pty, (m_folder / device).string(), "", 0};
        port.usbVendor = 0x10C4;
        port.usbProduct = 0xEA60;
        port.usbPath = place;
        port.usbSerial = usbSerial;
        m_ports[device] = port;
        tell({serial::PortEvent::Kind::Added, port});
    }

    /// The device vanishes, and so does the open port.
    void unplug(ScriptedBoard &board, const std::string &device)
    {
        board.pty().hangUp();
        std::filesystem::remove(m_folder / device);
        const serial::PortDescription port = m_ports[device];
        m_ports.erase(device);
        tell({serial::PortEvent::Kind::Removed, port});
    }

private:
    struct Watch : serial::PortWatch
    {
        explicit Watch(Plugging &itsPlugging)
            : plugging(itsPlugging)
        {
            plugging.m_watch = this;
        }

        ~Watch() override { plugging.m_watch = nullptr; }

        void start(OnEvent handler) override { onEvent = std::move(handler); }

        [[nodiscard]] Result<std::vector<serial::PortDescription>> ports() const override
        {
            std::vector<serial::PortDescription> all;
            for (const auto &[device, port] : plugging.m_ports)
                all.push_back(port);
            return all;
        }

        Plugging &plugging;
        OnEvent onEvent;
    };

    void tell(const serial::PortEvent &event) const
    {
        if (m_watch && m_watch->onEvent)
            m_watch->onEvent(event);
    }

    std::filesystem::path m_folder;
    std::map<std::string, serial::PortDescription> m_ports;
    Watch *m_watch = nullptr;
};

} // namespace otabench::fleet
