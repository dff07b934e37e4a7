#include "support_bundle_act.h"

#include "widgets/common/background.h"
#include "widgets/common/error_text.h"

#include <QCoreApplication>
#include <QDate>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QProgressDialog>
#include <QPushButton>
#include <QStandardPaths>
#include <QTimer>
#include <QUrl>

#include <atomic>
#include <chrono>

namespace otabench::gui {
namespace {

constexpr std::chrono::milliseconds kLook{100};

QString proposedFile()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString name = QStringLiteral("otabench-support-%1.tar.gz")
                             .arg(QDate::currentDate().toString(Qt::ISODate));
    return QDir(QDir(folder).exists() ? folder : QDir::homePath()).filePath(name);
}

QString listOf(const std::vector<std::string> &lines)
{
    QStringList list;
    for (const std::string &line : lines)
        list << QString::fromStdString(line);
    return list.join(QLatin1Char('\n'));
}

} // namespace

SupportBundleAct::SupportBundleAct(Paths paths, std::string databaseUrl, QWidget &window)
    : QObject(&window)
    , m_paths(std::move(paths))
    , m_databaseUrl(std::move(databaseUrl))
    , m_window(window)
{
}

void SupportBundleAct::start()
{
    if (m_isBusy)
        return;
    auto *dialog = new QFileDialog(&m_window, tr("Save a support bundle"), proposedFile(),
                                   tr("Packed archives (*.tar.gz)"));
    dialog->setObjectName(QStringLiteral("supportBundleFile"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("tar.gz"));
    dialog->selectFile(QFileInfo(proposedFile()).fileName());
    connect(dialog, &QFileDialog::fileSelected, this, &SupportBundleAct::write);
    dialog->open();
}

void SupportBundleAct::write(const QString &file)
{
    if (m_isBusy)
        return;
    m_isBusy = true;
    showProgress(file);
    fleet::SupportBundleOptions options;
    options.paths = m_paths;
    options.databaseUrl = m_databaseUrl;
    options.version = QCoreApplication::applicationVersion().toStdString();
    // The worker may outlive dialog and window: they look at its number.
    const auto percent = std::make_shared<std::atomic<int>>(0);
    options.progress = [percent](int done) { percent->store(done); };
    auto *look = new QTimer(m_progress);
    connect(look, &QTimer::timeout, m_progress,
            [dialog = m_progress.data(), percent] { dialog->setValue(percent->load()); });
    look->start(kLook);
    auto stop = widgets::inBackground(
        this,
        [file, options](std::stop_token token) mutable -> Written {
            options.stop = std::move(token);
            return std::make_shared<const Result<fleet::SupportBundle>>(
                fleet::writeSupportBundle(file.toStdString(), options));
        },
        [this, file](const Written &written) { finish(file, written); });
    connect(m_progress, &QProgressDialog::canceled, this,
            [stop]() mutable { stop.request_stop(); });
}

void SupportBundleAct::showProgress(const QString &file)
{
    m_progress = new QProgressDialog(tr("Packing %1…").arg(QFileInfo(file).fileName()),
                                     tr("&Cancel"), 0, 100, &m_window);
    m_progress->setObjectName(QStringLiteral("supportBundleProgress"));
    m_progress->setWindowTitle(tr("Support bundle"));
    m_progress->setAutoClose(false);
    m_progress->setAutoReset(false);
    m_progress->setValue(0);
}

void SupportBundleAct::finish(const QString &file, const Written &written)
{
    m_isBusy = false;
    m_progress->hide();
    m_progress->deleteLater();
    if (*written)
        showWritten(file, **written);
    else if (written->error().code != ErrorCode::Cancelled)
        showError(file, written->error());
    Q_EMIT finished(written->has_value());
}

void SupportBundleAct::showWritten(const QString &file, const fleet::SupportBundle &bundle)
{
    auto *message = new QMessageBox(QMessageBox::Information, tr("Support bundle"),
                                    tr("The support bundle has been written to %1.").arg(file),
                                    QMessageBox::NoButton, &m_window);
    message->setObjectName(QStringLiteral("supportBundleWritten"));
    message->setAttribute(Qt::WA_DeleteOnClose);
    message->setInformativeText(
        tr("Keys, passwords and names of Wi-Fi networks have been left out. Look through it before "
           "you pass it on: boards may print what nobody can foresee."));
    if (!bundle.missing.empty())
        message->setDetailedText(listOf(bundle.missing));
    QPushButton *folder = message->addButton(tr("Open &folder"), QMessageBox::ActionRole);
    message->setDefaultButton(message->addButton(tr("&Close"), QMessageBox::RejectRole));
    connect(folder, &QPushButton::clicked, this, [file] {
        QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(file).absolutePath()));
    });
    message->open();
}

void SupportBundleAct::showError(const QString &file, const Error &error)
{
    auto *message = new QMessageBox(QMessageBox::Warning, tr("Support bundle"),
                                    tr("The support bundle could not be written to %1.").arg(file),
                                    QMessageBox::Close, &m_window);
    message->setObjectName(QStringLiteral("supportBundleFailed"));
    message->setAttribute(Qt::WA_DeleteOnClose);
    message->setInformativeText(widgets::ErrorText::sentence(error));
    message->setDetailedText(widgets::ErrorText::details(error));
    message->open();
}

} // namespace otabench::gui
