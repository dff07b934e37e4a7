#include "demonstration.h"

#include "base/files.h"
#include "image/maker.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtConcurrent>

#include <csignal>

#include <sys/prctl.h>

namespace otabench::gui {
namespace {

constexpr int kBoards = 8;
constexpr int kBytesPerSecond = 150000; // slow enough to be watched: a board takes some seconds
constexpr int kEndLimitMs = 3000;

Result<> writeImage(const std::filesystem::path &path)
{
    image::MakeOptions options;
    options.project = "otabench-demo";
    options.version = "2.0.0";
    options.sizeBytes = 1024 * 1024;
    const auto bytes = image::makeImage(options);
    if (!bytes)
        return tl::unexpected(bytes.error());
    return writeFileAtomically(path, *bytes, FileMode::Public);
}

} // namespace

void BoardsProcess::setupChildProcess()
{
    prctl(PR_SET_PDEATHSIG, SIGTERM);
}

Demonstration::Demonstration(QObject *parent)
    : QObject(parent)
{
    connect(&m_boards, &QProcess::readyReadStandardOutput, this, &Demonstration::readBoards);
    connect(&m_boards, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            Q_EMIT failed(fail(ErrorCode::NotFound,
                               "the virtual boards cannot be started: {} ({}); install "
                               "otabench-board beside otabench",
                               m_boards.program().toStdString(),
                               m_boards.errorString().toStdString())
                              .value());
        }
    });
    connect(&m_boards, qOverload<int, QProcess::ExitStatus>(&QProcess::finished), this,
            [this](int status) {
                if (m_stopping)
                    return;
                const QByteArray said = m_boards.readAllStandardError().right(500);
                Q_EMIT failed(fail(ErrorCode::Internal,
                                   "the virtual boards ended with status {}: {}", status,
                                   said.trimmed().toStdString())
                                  .value());
            });
    connect(&m_making, &QFutureWatcherBase::finished, this, [this] {
        const auto made = m_making.result();
        if (*made)
            Q_EMIT imageReady(m_folder.filePath(QStringLiteral("otabench-demo-2.0.0.bin")));
        else
            Q_EMIT failed(made->error());
    });
}

Demonstration::~Demonstration()
{
    m_stopping = true;
    m_making.waitForFinished();
    if (m_boards.state() == QProcess::NotRunning)
        return;
    m_boards.terminate();
    if (!m_boards.waitForFinished(kEndLimitMs)) {
        m_boards.kill();
        m_boards.waitForFinished(kEndLimitMs);
    }
}

void Demonstration::start()
{
    if (m_boards.state() != QProcess::NotRunning)
        return;
    if (!m_folder.isValid()) {
        Q_EMIT failed(fail(ErrorCode::InputOutput,
                           "no folder can be made for the demonstration: {}; free some space in "
                           "the temporary folder",
                           m_folder.errorString().toStdString())
                          .value());
        return;
    }
    makeImage();
    const QString program =
        QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("otabench-board"));
    m_boards.start(program,
                   {QStringLiteral("--count"), QString::number(kBoards), QStringLiteral("--chip"),
                    QStringLiteral("esp32"), QStringLiteral("--version"), QStringLiteral("1.0.0"),
                    QStringLiteral("--dir"), m_folder.filePath(QStringLiteral("boards")),
                    QStringLiteral("--link-rate"), QString::number(kBytesPerSecond)},
                   QIODevice::ReadOnly);
}

void Demonstration::makeImage()
{
    const std::filesystem::path path =
        m_folder.filePath(QStringLiteral("otabench-demo-2.0.0.bin")).toStdString();
    m_making.setFuture(QtConcurrent::run([path]() -> std::shared_ptr<const Result<>> {
        return std::make_shared<const Result<>>(writeImage(path));
    }));
}

void Demonstration::readBoards()
{
    while (m_boards.canReadLine()) {
        const QJsonObject event = QJsonDocument::fromJson(m_boards.readLine()).object();
        const QString port = event.value(QStringLiteral("port")).toString();
        if (event.value(QStringLiteral("event")).toString() == QStringLiteral("board") &&
            !port.isEmpty())
            Q_EMIT boardUp(QStringLiteral("pty:") + port);
    }
}

} // namespace otabench::gui
