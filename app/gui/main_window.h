#pragma once

#include "window_state.h"

#include "base/paths.h"
#include "certificates/board_trial.h"
#include "widgets/bench/recent_images.h"
#include "widgets/common/event_bridge.h"

#include <QMainWindow>
#include <QTimer>

class QAction;
class QSettings;
class QStackedWidget;

namespace otabench::widgets {
class Announcer;
class BenchModel;
class BenchPage;
class CampaignPage;
class CertificatesPage;
class DoctorPage;
class HelpWindow;
class HistoryPage;
class ImagesPage;
class InterruptedBanner;
class LabCommands;
class Language;
class LogStore;
class LogsPage;
class NavigationRail;
class Page;
class ServerPage;
class SettingsPage;
class StatusStrip;
class Theme;
enum class Token;
} // namespace otabench::widgets

namespace otabench::gui {

class DesktopNotifier;
class SupportBundleAct;

/// The window: navigation rail, pages, status strip. Hands the bridge's batches to the models, then
/// to the pages. Closing in mid-campaign asks, stops the campaign and closes when it has ended.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    struct Parts
    {
        widgets::EventBridge &bridge;
        widgets::LabCommands &commands;
        widgets::Theme &theme;
        widgets::Language &language;
        QSettings &settings;
        Paths paths;
        std::string databaseUrl = {}; ///< of the history; empty: SQLite in paths
        /// A board's TLS handshake, for "test as an ESP32 would".
        certificates::ShakeHandsAsBoard shakeHands = {};
    };

    explicit MainWindow(const Parts &parts, QWidget *parent = nullptr);

    void addRecentImage(const QString &file);

    /// The help, in a window of its own, at the chapter of the page that is shown.
    void showHelp();
    /// Asks for a file, then packs what helps somebody else to find a problem.
    void saveSupportBundle();

    /// In front of other windows, where the desktop lets a program do that.
    void comeForward();

    /// The pages' names, from the top of the rail; see Page::pageRequested.
    [[nodiscard]] QStringList pages() const;
    /// Unknown names change nothing.
    void showPage(const QString &name);
    [[nodiscard]] QWidget *page(const QString &name) const; ///< null: there is none
    [[nodiscard]] QString pageWord(const QString &name) const;
    [[nodiscard]] QString pageIcon(const QString &name) const;

    /// What belongs to no page: help, about, quit, …; QAction::data() is an icon's name or empty.
    [[nodiscard]] QList<QAction *> windowActions() const;
    void openPalette();

    [[nodiscard]] widgets::BenchPage &benchPage() { return *m_benchPage; }

    [[nodiscard]] widgets::ServerPage &serverPage() { return *m_serverPage; }

    [[nodiscard]] widgets::DoctorPage &doctorPage() { return *m_doctorPage; }

    [[nodiscard]] const widgets::BenchModel &bench() const { return *m_bench; }

    [[nodiscard]] const fleet::CampaignState &campaign() const { return m_campaign; }

    /// It was closed to be opened anew, with what the settings say now.
    [[nodiscard]] bool startsAgain() const { return m_startsAgain; }

Q_SIGNALS:
    void demonstrationRequested();
    void campaignFinished();

protected:
    void changeEvent(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void apply(const widgets::EventBatch &batch);
    /// Appends a page to the rail; its word comes by retranslate().
    void addPage(const char *name, const char *iconName, QWidget *page);
    void connectParts();
    /// An action of the window, with its shortcuts; its text comes by retranslate().
    template <typename Act>
    QAction *addWindowAction(const char *name, const char *iconName, const QKeySequence &shortcut,
                             Act act);
    void makeWindowActions();
    void openAbout();
    void updateTitle();
    /// The number on a page's entry of the rail; 0: none.
    void setBadge(QWidget *page, int count, widgets::Token token, const QString &meaning);
    void updateDoctorBadge();
    void applyLimits();
    void updateCampaignBadge();
    void tellEnd();
    void startAgain();
    void askBeforeClosing();
    void closeAndLeave();
    void askPassphrase();
    void stopAndClose();
    void retranslate();

    widgets::EventBridge &m_bridge;
    widgets::LabCommands &m_commands;
    widgets::Theme &m_theme;
    widgets::Language &m_language;
    QSettings &m_settings;
    std::filesystem::path m_certificates; ///< the folder
    widgets::RecentImages m_recent;
    widgets::BenchModel *m_bench;
    widgets::LogStore *m_logs;
    widgets::NavigationRail *m_rail;
    QStackedWidget *m_pages;
    widgets::BenchPage *m_benchPage;
    widgets::CampaignPage *m_campaignPage;
    widgets::LogsPage *m_logsPage;
    widgets::ImagesPage *m_imagesPage;
    widgets::CertificatesPage *m_certificatesPage;
    widgets::ServerPage *m_serverPage;
    widgets::HistoryPage *m_historyPage;
    widgets::DoctorPage *m_doctorPage;
    widgets::SettingsPage *m_settingsPage;
    widgets::StatusStrip *m_strip;
    widgets::InterruptedBanner *m_interrupted; ///< above every page but the campaign's own
    int m_interruptedCount = 0;
    DesktopNotifier *m_notifier;
    WindowState m_state;
    widgets::HelpWindow *m_help = nullptr; ///< made when it is asked for
    SupportBundleAct *m_supportBundle;
    fleet::CampaignState m_campaign;
    widgets::Announcer *m_announcer;
    QAction *m_paletteAction = nullptr;
    QAction *m_fullScreenAction = nullptr;
    QAction *m_helpAction = nullptr;
    QAction *m_supportBundleAction = nullptr;
    QAction *m_aboutAction = nullptr;
    QAction *m_quitAction = nullptr;
    QStringList m_pageNames; ///< in the order of the rail and the stack
    QStringList m_pageIcons;
    bool m_closing = false;
    bool m_startsAgain = false;
    QTimer m_closeLimit;
};

} // namespace otabench::gui
