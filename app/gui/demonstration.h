#pragma once

#include "base/error.h"

#include <QFutureWatcher>
#include <QObject>
#include <QProcess>
#include <QTemporaryDir>

#include <memory>

namespace otabench::gui {

/// The virtual boards' process: it ends with this program, however that ends.
class BoardsProcess : public QProcess
{
    Q_OBJECT
public:
    using QProcess::QProcess;

protected:
    void setupChildProcess() override;
};

/// A bench of eight virtual boards: runs otabench-board, which lies beside this program, in a
/// folder of its own that goes away with it, and makes an image to update them with. Thread: GUI.
class Demonstration : public QObject
{
    Q_OBJECT
public:
    explicit Demonstration(QObject *parent = nullptr);
    ~Demonstration() override; ///< ends the boards, by force after three seconds

    /// Does nothing when it runs already.
    void start();

Q_SIGNALS:
    void boardUp(const QString &address); ///< "pty:…"
    void imageReady(const QString &file);
    void failed(const otabench::Error &error);

private:
    void readBoards();
    void makeImage();

    QTemporaryDir m_folder;
    BoardsProcess m_boards;
    bool m_stopping = false;
    QFutureWatcher<std::shared_ptr<const Result<>>> m_making;
};

} // namespace otabench::gui
