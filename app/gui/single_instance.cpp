#include "single_instance.h"

#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalSocket>
#include <QTimer>

#include <chrono>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace otabench::gui {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kHandOverLimit{2000};
constexpr milliseconds kAttempt{100};
constexpr milliseconds kBetweenAttempts{25}; ///< the first may have the lock and not listen yet
constexpr milliseconds kCallLimit{5000};
constexpr qint64 kMostBytes = 256 * 1024;
const QByteArray kTaken = QByteArrayLiteral("taken\n");

bool isOurs(const QByteArray &folder)
{
    struct stat found = {};
    return lstat(folder.constData(), &found) == 0 && S_ISDIR(found.st_mode) &&
           found.st_uid == geteuid() && (found.st_mode & 0077) == 0;
}

/// A folder that nobody else can enter, with a name short enough for a socket: the session's
/// runtime folder, else one of our own. Empty: there is none.
QString runtimeFolder()
{
    const QByteArray session = qgetenv("XDG_RUNTIME_DIR");
    QByteArray folder = isOurs(session)
                            ? session + "/otabench"
                            : QFile::encodeName(QDir::tempPath()) + "/otabench-" +
                                  QByteArray::number(static_cast<qulonglong>(geteuid()));
    mkdir(folder.constData(), 0700); // it may be there already
    return isOurs(folder) ? QFile::decodeName(folder) : QString();
}

QByteArray message(const QStringList &arguments)
{
    const QJsonObject call = {{QStringLiteral("arguments"), QJsonArray::fromStringList(arguments)},
                              {QStringLiteral("folder"), QDir::currentPath()}};
    return QJsonDocument(call).toJson(QJsonDocument::Compact) + '\n';
}

int left(const QDeadlineTimer &deadline)
{
    return static_cast<int>(deadline.remainingTime());
}

} // namespace

SingleInstance::SingleInstance(const Paths &paths, QObject *parent)
    : QObject(parent)
{
    const QString folder = runtimeFolder();
    if (folder.isEmpty())
        return;
    const QByteArray home =
        QByteArray::fromStdString(paths.data.native() + '\n' + paths.config.native());
    const QByteArray digest =
        QCryptographicHash::hash(home, QCryptographicHash::Sha256).toHex().left(16);
    m_name = folder + QLatin1Char('/') + QLatin1String(digest);
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::takeCall);
}

SingleInstance::~SingleInstance() = default;

SingleInstance::Role SingleInstance::begin(const QStringList &arguments)
{
    if (m_name.isEmpty())
        return Role::Alone;
    const QDeadlineTimer deadline(kHandOverLimit);
    do {
        if (lock()) {
            listen();
            return Role::First;
        }
        if (handOver(arguments, deadline))
            return Role::Later;
    } while (!deadline.hasExpired());
    return Role::Alone;
}

bool SingleInstance::lock()
{
    const QByteArray file = QFile::encodeName(m_name + QStringLiteral(".lock"));
    auto held = std::make_unique<Descriptor>(
        open(file.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (held->get() < 0 || flock(held->get(), LOCK_EX | LOCK_NB) != 0)
        return false;
    m_lock = std::move(held);
    return true;
}

void SingleInstance::listen()
{
    const QString socket = m_name + QStringLiteral(".socket");
    QLocalServer::removeServer(socket); // of a program that was killed: the lock is ours
    if (!m_server.listen(socket))
        qWarning("otabench: a second program cannot hand over to this one: %s",
                 qUtf8Printable(m_server.errorString()));
}

bool SingleInstance::handOver(const QStringList &arguments, const QDeadlineTimer &deadline) const
{
    QLocalSocket first;
    first.connectToServer(m_name + QStringLiteral(".socket"));
    if (!first.waitForConnected(static_cast<int>(kAttempt.count()))) {
        std::this_thread::sleep_for(kBetweenAttempts);
        return false;
    }
    first.write(message(arguments));
    while (first.bytesToWrite() > 0) {
        if (!first.waitForBytesWritten(left(deadline)))
            return false;
    }
    while (!first.canReadLine()) {
        if (!first.waitForReadyRead(left(deadline)))
            return false;
    }
    return first.readLine() == kTaken;
}

void SingleInstance::takeCall()
{
    while (QLocalSocket *caller = m_server.nextPendingConnection()) {
        caller->setReadBufferSize(kMostBytes);
        connect(caller, &QLocalSocket::disconnected, caller, &QObject::deleteLater);
        connect(caller, &QLocalSocket::readyRead, this, [this, caller] { read(*caller); });
        QTimer::singleShot(kCallLimit, caller, &QLocalSocket::abort);
        read(*caller);
    }
}

void SingleInstance::read(QLocalSocket &caller)
{
    if (!caller.canReadLine()) {
        if (caller.bytesAvailable() >= kMostBytes)
            caller.abort();
        return;
    }
    const QJsonObject call = QJsonDocument::fromJson(caller.readLine()).object();
    QStringList arguments;
    const QJsonArray given = call.value(QStringLiteral("arguments")).toArray();
    for (const QJsonValue &each : given)
        arguments << each.toString();
    caller.write(kTaken);
    caller.disconnectFromServer();
    if (!arguments.isEmpty())
        Q_EMIT called(arguments, call.value(QStringLiteral("folder")).toString());
}

} // namespace otabench::gui
