#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace otabench::gui {

/// Turns SIGINT, SIGTERM and SIGHUP into a quit() of the event loop, so that virtual boards end and
/// ports are closed also when the terminal or the session ends the program. One at a time.
class QuitSignals : public QObject
{
    Q_OBJECT
public:
    explicit QuitSignals(QObject *parent = nullptr);
    ~QuitSignals() override; ///< the signals have their default effect again

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace otabench::gui
