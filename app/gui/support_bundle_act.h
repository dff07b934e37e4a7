#pragma once

#include "base/paths.h"
#include "fleet/support_bundle.h"

#include <QObject>
#include <QPointer>
#include <QString>

#include <memory>
#include <string>

class QProgressDialog;
class QWidget;

namespace otabench::gui {

/// The act "Save a support bundle…": asks for a file, packs in the background with progress and
/// Cancel, then says where it is. One at a time. Thread: GUI.
class SupportBundleAct : public QObject
{
    Q_OBJECT
public:
    /// `window` outlives it.
    SupportBundleAct(Paths paths, std::string databaseUrl, QWidget &window);

    /// Asks for the file first.
    void start();
    void write(const QString &file);

Q_SIGNALS:
    void finished(bool written);

private:
    using Written = std::shared_ptr<const Result<fleet::SupportBundle>>;

    void showProgress(const QString &file);
    void finish(const QString &file, const Written &written);
    void showWritten(const QString &file, const fleet::SupportBundle &bundle);
    void showError(const QString &file, const Error &error);

    Paths m_paths;
    std::string m_databaseUrl;
    QWidget &m_window;
    QPointer<QProgressDialog> m_progress;
    bool m_isBusy = false;
};

} // namespace otabench::gui
