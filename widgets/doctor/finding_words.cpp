#include "widgets/doctor/finding_words.h"

#include "base/assert.h"

#include <algorithm>
#include <array>

namespace otabench::widgets {
namespace {

/// The sentences of fleet::findingTexts(), for lupdate to find: a text is looked up by itself, so
/// that core's table stays the only place that says which finding has which. A test walks them.
[[maybe_unused]] constexpr std::array kSentences = {
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "No USB serial port is plugged in."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "All serial ports may be opened ({0})."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "The port {0} went away while it was looked at."),
    QT_TRANSLATE_NOOP(
        "otabench::widgets::FindingWords",
        "Check its cable and its hub; a board that restarts over and over does this, too."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "You may not open {0}: it belongs to the group {1}."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Join the group {1}, then log out and in."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "You may not open {0}: no group has access to it."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Install otabench's udev rule, then plug the board in again."),
    QT_TRANSLATE_NOOP(
        "otabench::widgets::FindingWords",
        "You may not open {0} yet: this session began before you joined the group {1}."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Log out and in, or restart the computer."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "No other program has a serial port open."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "{0} is open in {1} (process {2})."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "{0} is in use by {1} (process {2}): its board cannot be updated."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "Close the port there."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "otabench's udev rule is installed ({0})."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "otabench's udev rule is not installed."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Install it: whoever sits at the computer may open the ports then, and "
                      "ModemManager leaves them alone."),
    QT_TRANSLATE_NOOP(
        "otabench::widgets::FindingWords",
        "The udev rule {0} comes too late: \"uaccess\" is acted on by rules numbered 73."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "Rename it so that it begins with 70."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "udev does not run here: boards that are plugged in are not noticed."),
    QT_TRANSLATE_NOOP(
        "otabench::widgets::FindingWords",
        "Search for ports by hand (F5), or, in a container, give it /run/udev of the computer."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "ModemManager does not run."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "ModemManager runs, and the udev rule keeps it off the boards."),
    QT_TRANSLATE_NOOP(
        "otabench::widgets::FindingWords",
        "ModemManager runs: it writes modem commands to every new port for half a minute."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Install otabench's udev rule, or stop ModemManager."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "brltty does not reach for the ports."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "brltty's rule {1} takes adapters of the maker {0}, and one is plugged in: "
                      "its port vanishes."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Remove brltty, where nobody here uses a Braille display."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "brltty's rule {0} takes CH340 and CP210x adapters for Braille displays."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "brltty runs and may open serial ports."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Stop it, where nobody here uses a Braille display."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "USB is well within its limits ({0} adapters and boards)."),
    QT_TRANSLATE_NOOP(
        "otabench::widgets::FindingWords",
        "The USB controller {0} carries {1} devices with {2} endpoints; many end at {3}."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Plug further boards into ports of another controller."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "The USB controller {0} carries {1} devices with {2} endpoints, and many end "
                      "at {3}: further boards are not recognised."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Move boards to ports of another controller, or add a USB card."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "The device {0} hangs behind {1} hubs, one after another; USB allows 5."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "Plug the hub in nearer to the computer."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "{1} boards hang on the hub {0}, which has no supply of its own: they may "
                      "brown out while they write flash."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Give the hub a supply, or use a powered one."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "{0} adapters of the kind {1} have no serial number: /dev/serial/by-id "
                      "cannot tell them apart."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Address them by their place: the links below /dev/serial/by-path stay."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "{0} adapters of the kind {1} have the same serial number {2}: "
                      "/dev/serial/by-id cannot tell them apart."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "The adapter {0} is put to sleep when idle: the first characters of a "
                      "board's log may be lost."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "Keep it awake."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "The clock is kept right by the network (now {0} UTC)."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "This computer's clock is wrong: it says {0} UTC."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Set it: certificates that are made now would not be valid on boards."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Nothing keeps this computer's clock right (now {0} UTC)."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Let it be set from the network; without one, compare it with a watch."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Boards are told to fetch from {0} ({1})."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Boards are told to fetch from {0} ({1}); there is no way to the internet, "
                      "and none is needed."),
    QT_TRANSLATE_NOOP(
        "otabench::widgets::FindingWords",
        "This computer has no address but its own loopback: real boards cannot reach it."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Connect it to the network of the boards."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Boards would be told to fetch from {0}, which is the VPN's ({1}): they "
                      "cannot reach that."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Name the address in the boards' network."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Boards would be told to fetch from {0}, which is of containers or virtual "
                      "machines ({1}): they cannot reach that."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "The address {0} ({1}) was made up, as no DHCP server answered: only boards "
                      "on the same cable reach it."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Give this computer an address in the boards' network."),
    QT_TRANSLATE_NOOP(
        "otabench::widgets::FindingWords",
        "This computer has several addresses: {0}. Boards are told to fetch from {1}."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "If the boards are in another of these networks, name the address there."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "All traffic goes through the VPN {0}: answers to boards may, too."),
    QT_TRANSLATE_NOOP(
        "otabench::widgets::FindingWords",
        "Leave the VPN while boards are updated, or exclude the local network from it."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "nftables lets connections in."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "No firewall was found active."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "{0} lets the port {1} in."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "The firewall ufw is active, and updates use any free port."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Choose a port for updates (--port 8443), and let it in."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "The firewall ufw keeps boards from the port {0}."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "Let it in."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "firewalld is active, and updates use any free port."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "firewalld keeps boards from the port {0}."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "nftables drops what no rule lets in, and updates use any free port."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "nftables keeps boards from the port {0}."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "The certificates in {0} are in order."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "There is no lab CA yet."),
    QT_TRANSLATE_NOOP(
        "otabench::widgets::FindingWords",
        "It is made by itself with the first update; make it now to build it into firmware."),
    QT_TRANSLATE_NOOP(
        "otabench::widgets::FindingWords",
        "The key {0} of the lab CA is missing: no server certificate can be issued any more."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Put a backup of it there, or begin the change to another CA."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "The lab CA {0} has ended on {1}: boards refuse every certificate of it."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Make another one, and give it to the boards over serial."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "The lab CA {0} ends on {1}."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Change to another one while boards still trust this."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "The company's certificate {0} has ended on {1}: boards refuse it."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "Ask the company's CA for another one."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "The company's certificate {0} ends on {1}."),
    QT_TRANSLATE_NOOP(
        "otabench::widgets::FindingWords",
        "The company's certificate {0} is not for {1}, the address that boards are told."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Ask for one with that address, or serve by a name that it has."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "The certificate {0} is not valid before {1}: this computer's clock is "
                      "wrong, or was when it was made."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "Set the clock."),
    QT_TRANSLATE_NOOP(
        "otabench::widgets::FindingWords",
        "The key {0} may be read by others (mode {1}): whoever has it can pass for this computer."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Take that away; if others may have read it, change to another CA."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "The certificate {0} cannot be used: {1}"),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Put a backup in its place, or import it again."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "The next update gets a certificate for {0} by itself."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "There is room in {0} ({1} MiB)."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "Only {1} MiB are free in {0}."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "Free some space."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "Only {1} MiB are free in {0}: logs and results will be lost."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "The space in {0} cannot be found out."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "Check that the folder is there."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "The history {0} can be read and written."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "The history's database server answers."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords",
                      "The history is begun with the first update ({0})."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "The history cannot be used: {0}."),
    QT_TRANSLATE_NOOP("otabench::widgets::FindingWords", "Mend that, then try again."),
};

const fleet::FindingText &textOf(const fleet::Finding &finding)
{
    const auto &texts = fleet::findingTexts();
    const auto found = std::ranges::find(texts, finding.id, &fleet::FindingText::id);
    OTABENCH_ASSERT(found != texts.end());
    return *found;
}

QString fillIn(const QString &text, const std::vector<std::string> &args)
{
    return QString::fromStdString(fleet::fillIn(text.toStdString(), args));
}

QString translated(std::string_view text)
{
    if (text.empty()) // tr("") is the catalogue's head
        return {};
    return FindingWords::tr(std::string(text).c_str());
}

} // namespace

QString FindingWords::cause(const fleet::Finding &finding)
{
    return fillIn(translated(textOf(finding).cause), finding.args);
}

QString FindingWords::remedy(const fleet::Finding &finding)
{
    return fillIn(translated(textOf(finding).remedy), finding.args);
}

QString FindingWords::command(const fleet::Finding &finding)
{
    return QString::fromStdString(fleet::commandOf(finding));
}

FindingWords::Look FindingWords::look(fleet::Severity severity)
{
    switch (severity) {
    case fleet::Severity::Ok:
        return {QStringLiteral("emblem-ok"), Token::Good, tr("In order"), QStringLiteral("✔")};
    case fleet::Severity::Warning:
        return {QStringLiteral("dialog-warning"), Token::Warning, tr("Warning"),
                QStringLiteral("⚠")};
    case fleet::Severity::Problem:
        break;
    }
    return {QStringLiteral("dialog-error"), Token::Bad, tr("Problem"), QStringLiteral("✕")};
}

QString FindingWords::report(const std::vector<fleet::Finding> &findings)
{
    QStringList lines;
    for (const fleet::Finding &finding : findings) {
        const Look mark = look(finding.severity);
        lines << QStringLiteral("%1 %2: %3 [%4]")
                     .arg(mark.glyph, mark.word, cause(finding),
                          QString::fromStdString(finding.id));
        if (const QString what = remedy(finding); !what.isEmpty())
            lines << QStringLiteral("    ") + what;
        if (const QString what = command(finding); !what.isEmpty())
            lines << QStringLiteral("    $ ") + what;
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace otabench::widgets
