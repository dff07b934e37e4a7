#pragma once

#include "certificates/board_trial.h"
#include "widgets/certificates/lab_trust.h"
#include "widgets/common/page.h"

#include <QTimer>

#include <filesystem>
#include <functional>
#include <stop_token>

class QAction;
class QMenu;
class QStackedWidget;

namespace otabench::widgets {

class BenchModel;
class BusyStrip;
class CertificateCard;
class FirstRun;
class LabCommands;
class RotationPanel;
class Theme;
class WorkDialog;
struct EventBatch;

/// The lab CA, the server's certificate, and who trusts them: the first-run assistant while there
/// is no CA, then a card each, what can be done with them, and the rotation across the bench. Reads
/// the store when it is shown, on F5 and after each change. Thread: GUI.
class CertificatesPage : public Page
{
    Q_OBJECT
public:
    struct Parts
    {
        const Theme &theme;
        const BenchModel &bench; ///< whose boards' MACs are offered
        LabCommands &commands;   ///< to be told of a changed CA
        std::filesystem::path folder;
        /// A board's own TLS stack; nothing: "test as an ESP32 would" is not offered.
        certificates::ShakeHandsAsBoard shakeHands = {};
    };

    explicit CertificatesPage(const Parts &parts, QWidget *parent = nullptr);

    void apply(const EventBatch &batch);
    void reload();

protected:
    void showEvent(QShowEvent *event) override;
    void retranslate() override;

private:
    enum StackPage
    {
        FirstRunPage,
        OverviewPage
    };

    void makeHeader();
    QMenu *makeMenu();
    QWidget *makeOverview();
    void connectParts();
    void onRead(const LabTrust &trust);
    void showCards();
    void showServer();
    void showOthers();
    [[nodiscard]] const certificates::KeptCertificate *serverCertificate() const;
    void open(WorkDialog *dialog);
    template <typename Dialog>
    void openChanging(Dialog *dialog);
    void openExport();
    void openTrial();
    void openClient();
    void saveCalendar();
    void writeCalendar(const QString &file);
    void askForgetImported();
    void copyPem();
    /// Changes the store on a worker, then reads it again.
    void change(const QString &what, std::function<Result<>(const std::filesystem::path &)> work);
    void storeChanged();
    void updateActs();

    const Theme &m_theme;
    const BenchModel &m_bench;
    LabCommands &m_commands;
    std::filesystem::path m_folder;
    certificates::ShakeHandsAsBoard m_shakeHands;
    LabTrust m_trust;
    QString m_server; ///< that runs, or ran last: host:port
    std::stop_source m_reading;
    QTimer m_soon; ///< boards have told something: read what they trust

    QPushButton *m_fetch = nullptr;
    QPushButton *m_more = nullptr;
    QPushButton *m_export = nullptr;
    QAction *m_client = nullptr;
    QAction *m_rotate = nullptr;
    QAction *m_protect = nullptr;
    QAction *m_calendar = nullptr;
    QAction *m_request = nullptr;
    QAction *m_answer = nullptr;
    QAction *m_forgetImported = nullptr;
    QAction *m_import = nullptr;
    QAction *m_reload = nullptr;
    QStackedWidget *m_stack = nullptr;
    FirstRun *m_firstRun = nullptr;
    CertificateCard *m_authority = nullptr;
    CertificateCard *m_previous = nullptr;
    CertificateCard *m_serverCard = nullptr;
    RotationPanel *m_rotation = nullptr;
    QWidget *m_others = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_test = nullptr;
    QPushButton *m_names = nullptr;
    BusyStrip *m_busy = nullptr;
};

} // namespace otabench::widgets
