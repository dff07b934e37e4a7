#include "widgets/common/error_text.h"

#include "base/assert.h"

namespace otabench::widgets {

QString ErrorText::sentence(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return tr("A value is not allowed here.");
    case ErrorCode::NotFound:
        return tr("The file or device does not exist.");
    case ErrorCode::AlreadyExists:
        return tr("It exists already.");
    case ErrorCode::PermissionDenied:
        return tr("Access was denied.");
    case ErrorCode::InputOutput:
        return tr("Reading or writing failed.");
    case ErrorCode::DiskFull:
        return tr("The disk is full.");
    case ErrorCode::Timeout:
        return tr("It took too long.");
    case ErrorCode::Cancelled:
        return tr("It was cancelled.");
    case ErrorCode::NotSupported:
        return tr("This is not supported.");
    case ErrorCode::Internal:
        return tr("otabench made a mistake.");
    case ErrorCode::ImageTruncated:
        return tr("The image file is cut off.");
    case ErrorCode::ImageInvalid:
        return tr("The file is not an ESP image.");
    case ErrorCode::ImageCorrupt:
        return tr("The image file is damaged.");
    case ErrorCode::ImageWrongKind:
        return tr("The file is not an application image.");
    case ErrorCode::ImageWrongChip:
        return tr("The image is for another chip.");
    case ErrorCode::ImageTooLarge:
        return tr("The image does not fit into the slot.");
    case ErrorCode::ImageTooOld:
        return tr("The image's secure version is too old for the board.");
    case ErrorCode::CertificateInvalid:
        return tr("The certificate is not valid.");
    case ErrorCode::CertificateMissing:
        return tr("There is no certificate yet.");
    case ErrorCode::KeyInvalid:
        return tr("The key is not valid.");
    case ErrorCode::TlsFailed:
        return tr("The secure connection failed.");
    case ErrorCode::AddressInUse:
        return tr("Another program uses the server's port.");
    case ErrorCode::AddressUnavailable:
        return tr("This computer does not have that address.");
    case ErrorCode::PortNotFound:
        return tr("The port does not exist.");
    case ErrorCode::PortBusy:
        return tr("Another program uses the port.");
    case ErrorCode::PortPermission:
        return tr("You may not open the port.");
    case ErrorCode::PortGone:
        return tr("The port disappeared.");
    case ErrorCode::BoardSilent:
        return tr("The board does not answer.");
    case ErrorCode::BoardRefused:
        return tr("The board refused the request.");
    case ErrorCode::BoardProtocol:
        return tr("The board's answer could not be understood.");
    case ErrorCode::BoardNoNetwork:
        return tr("The board has no network.");
    case ErrorCode::BoardCannotConnect:
        return tr("The board cannot reach the server.");
    case ErrorCode::BoardCertificateRefused:
        return tr("The board does not trust the server's certificate.");
    case ErrorCode::BoardHttpError:
        return tr("The server answered the board with an error.");
    case ErrorCode::BoardDownloadStalled:
        return tr("The download came to a halt.");
    case ErrorCode::BoardDownloadCut:
        return tr("The download was cut off.");
    case ErrorCode::BoardImageRejected:
        return tr("The board rejected the image.");
    case ErrorCode::BoardFlashFailed:
        return tr("The board could not write its flash.");
    case ErrorCode::BoardOutOfMemory:
        return tr("The board ran out of memory.");
    case ErrorCode::BoardNotRebooted:
        return tr("The board did not restart.");
    case ErrorCode::BoardRolledBack:
        return tr("The board went back to its old image.");
    case ErrorCode::BoardUnconfirmed:
        return tr("The new image was not confirmed.");
    case ErrorCode::BoardCrashed:
        return tr("The board crashed.");
    case ErrorCode::BoardBrownOut:
        return tr("The board's supply voltage broke down.");
    case ErrorCode::BoardNotProved:
        return tr("The board did not show that it runs the new image.");
    case ErrorCode::BoardOtaFailed:
        return tr("The update failed on the board.");
    case ErrorCode::BoardClaimed:
        return tr("Another otabench is updating this board.");
    case ErrorCode::DatabaseFailed:
        return tr("The history could not be written.");
    case ErrorCode::DatabaseUnreachable:
        return tr("The database of the history cannot be reached.");
    case ErrorCode::DatabaseBusy:
        return tr("Another program has locked the history.");
    case ErrorCode::DatabaseCorrupt:
        return tr("The file of the history is damaged.");
    case ErrorCode::DatabaseTooNew:
        return tr("The history was made by a newer otabench.");
    }
    OTABENCH_ASSERT(false);
    return {};
}

QString ErrorText::cause(const Error &error)
{
    return QString::fromStdString(error.text);
}

QStringList ErrorText::remedies(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Cancelled:
        return {};
    case ErrorCode::InvalidArgument:
    case ErrorCode::NotSupported:
        return {tr("Correct the value named above, then try again.")};
    case ErrorCode::NotFound:
        return {tr("Check the name and the folder."), tr("Choose the file again.")};
    case ErrorCode::AlreadyExists:
        return {tr("Wait until the running work has ended, or stop it."), tr("Try again.")};
    case ErrorCode::PermissionDenied:
        return {tr("Give yourself the right to read and write the file named above.")};
    case ErrorCode::InputOutput:
        return {tr("Check the disk and the cable."), tr("Try again.")};
    case ErrorCode::DiskFull:
        return {tr("Free some space on the disk named above."), tr("Try again.")};
    case ErrorCode::Timeout:
        return {tr("Check that the board is powered and connected."), tr("Try again.")};
    case ErrorCode::Internal:
        return {tr("Copy the details and send them to the developers of otabench.")};
    case ErrorCode::ImageTruncated:
    case ErrorCode::ImageCorrupt:
        return {tr("Copy or download the image file once more."), tr("Choose it again.")};
    case ErrorCode::ImageInvalid:
    case ErrorCode::ImageWrongKind:
        return {tr("Choose the application's .bin file from the build folder: not the bootloader, "
                   "not a merged image.")};
    case ErrorCode::ImageWrongChip:
        return {tr("Build the image for the board's chip, or choose other boards.")};
    case ErrorCode::ImageTooLarge:
        return {tr("Make the image smaller, or give the board larger slots.")};
    case ErrorCode::ImageTooOld:
        return {tr("Build the image with a secure version that is not below the board's.")};
    case ErrorCode::CertificateInvalid:
    case ErrorCode::KeyInvalid:
        return {tr("Check date and time of this computer."),
                tr("Make the certificate again, or import another one.")};
    case ErrorCode::CertificateMissing:
        return {tr("Make the lab CA: otabench-cli ca create.")};
    case ErrorCode::TlsFailed:
        return {tr("Check that both sides allow TLS 1.2."), tr("Check the certificates.")};
    case ErrorCode::AddressInUse:
        return {tr("Choose another port, or 0 for any free one."),
                tr("Or end the program that uses the port.")};
    case ErrorCode::AddressUnavailable:
        return {tr("Choose an address of this computer.")};
    case ErrorCode::PortNotFound:
    case ErrorCode::PortGone:
        return {tr("Check the USB cable and the hub."), tr("Plug the board in again.")};
    case ErrorCode::PortBusy:
        return {tr("Close other serial monitors that use the port."), tr("Try again.")};
    case ErrorCode::PortPermission:
        return {tr("Install the udev rule that comes with otabench, or join the group dialout."),
                tr("Plug the board in again, or log in again.")};
    case ErrorCode::BoardSilent:
        return {tr("Check that the board is powered and its firmware runs."),
                tr("Check that its firmware contains the agent, or choose another profile."),
                tr("Restart the board.")};
    case ErrorCode::BoardRefused:
    case ErrorCode::BoardProtocol:
        return {tr("Look into the board's log for the reason."),
                tr("Check that firmware and otabench are of matching versions.")};
    case ErrorCode::BoardNoNetwork:
        return {tr("Check the access point and the board's Wi-Fi settings.")};
    case ErrorCode::BoardCannotConnect:
        return {tr("Check that board and computer are in the same network."),
                tr("Open the server's port in this computer's firewall.")};
    case ErrorCode::BoardCertificateRefused:
        return {tr("Build the lab CA into the firmware, or send it with the agent profile."),
                tr("Check the board's clock.")};
    case ErrorCode::BoardHttpError:
        return {tr("Look into the board's log for the status code."), tr("Retry the board.")};
    case ErrorCode::BoardDownloadStalled:
    case ErrorCode::BoardDownloadCut:
        return {tr("Check the strength of the Wi-Fi signal."), tr("Update fewer boards at once."),
                tr("Retry the board.")};
    case ErrorCode::BoardImageRejected:
        return {tr("Check that the image is for this chip and signed as the board demands."),
                tr("Look into the board's log for the check that failed.")};
    case ErrorCode::BoardFlashFailed:
        return {tr("Retry the board."), tr("If it fails again, replace the board's flash.")};
    case ErrorCode::BoardOutOfMemory:
        return {tr("Free heap before the update starts, or use smaller TLS buffers.")};
    case ErrorCode::BoardNotRebooted:
        return {tr("Restart the board by hand."), tr("Look into its log.")};
    case ErrorCode::BoardRolledBack:
    case ErrorCode::BoardUnconfirmed:
    case ErrorCode::BoardCrashed:
        return {tr("Look into the board's log: the new image did not pass its own test."),
                tr("Mend the image, then retry.")};
    case ErrorCode::BoardBrownOut:
        return {tr("Use a stronger supply or a shorter cable."), tr("Retry the board.")};
    case ErrorCode::BoardNotProved:
        return {tr("Identify the board again and compare its version."), tr("Retry the board.")};
    case ErrorCode::BoardOtaFailed:
        return {tr("Look into the board's log for the reason."), tr("Retry the board.")};
    case ErrorCode::BoardClaimed:
        return {tr("Wait until that update has ended."), tr("Retry the board.")};
    case ErrorCode::DatabaseUnreachable:
        return {tr("Check that the database server runs and that the network reaches it."),
                tr("Go on: results are kept and written when it is back.")};
    case ErrorCode::DatabaseBusy:
        return {tr("Close the other program that has the history open."), tr("Try again.")};
    case ErrorCode::DatabaseCorrupt:
        return {tr("Move the file aside, or put a backup in its place."), tr("Try again.")};
    case ErrorCode::DatabaseTooNew:
        return {tr("Update otabench on this computer.")};
    case ErrorCode::DatabaseFailed:
        return {tr("Check the folder or the database server of the history."), tr("Try again.")};
    }
    OTABENCH_ASSERT(false);
    return {};
}

QString ErrorText::details(const Error &error)
{
    QStringList lines;
    lines << sentence(error);
    if (!error.text.empty())
        lines << cause(error);
    const QStringList steps = remedies(error.code);
    for (int step = 0; step < steps.size(); ++step)
        lines << QStringLiteral("%1. %2").arg(step + 1).arg(steps[step]);
    const std::string_view word = name(error.code);
    lines << QStringLiteral("[%1]").arg(QLatin1String(word.data(), static_cast<int>(word.size())));
    return lines.join(QLatin1Char('\n'));
}

} // namespace otabench::widgets
