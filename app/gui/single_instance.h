#pragma once

#include "base/descriptor.h"
#include "base/paths.h"

#include <QLocalServer>
#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>

class QDeadlineTimer;
class QLocalSocket;

namespace otabench::gui {

/// One window for each home of otabench. The first program holds a lock on a file in a folder that
/// only its user can enter, and listens on a socket beside it; whoever comes later hands its
/// arguments over. The lock ends with the program, however that ends, so that nothing of a killed
/// one is in the way. Thread: GUI.
class SingleInstance : public QObject
{
    Q_OBJECT
public:
    enum class Role
    {
        First, ///< listens from now on: called()
        Later, ///< the first has taken the arguments: this program is done
        Alone, ///< the first does not answer, or there is no folder: a window all the same
    };

    explicit SingleInstance(const Paths &paths, QObject *parent = nullptr);
    ~SingleInstance() override;

    /// Waits two seconds at most. `arguments`: the program's own, its name first.
    [[nodiscard]] Role begin(const QStringList &arguments);

Q_SIGNALS:
    /// Another program was started, in this folder, with these arguments.
    void called(const QStringList &arguments, const QString &folder);

private:
    [[nodiscard]] bool lock();
    [[nodiscard]] bool handOver(const QStringList &arguments, const QDeadlineTimer &deadline) const;
    void listen();
    void takeCall();
    void read(QLocalSocket &caller);

    QString m_name; ///< of lock and socket, without their endings; empty: no safe folder
    std::unique_ptr<Descriptor> m_lock;
    QLocalServer m_server;
};

} // namespace otabench::gui
