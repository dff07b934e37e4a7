#pragma once

#include "widgets/common/event_bridge.h"
#include "widgets/common/page.h"
#include "widgets/server/client_model.h"
#include "widgets/server/published_model.h"
#include "widgets/server/request_model.h"

#include <QSortFilterProxyModel>

#include <array>
#include <optional>

class QComboBox;
class QFrame;
class QLabel;
class QStackedWidget;
class QTabWidget;

namespace otabench::widgets {

class EmptyState;
class FaultBench;
class LabCommands;
class LimitsPanel;
class ServerSummary;
class ServerTable;
class Theme;

/// The image server, of a campaign or of files that are served without one: addresses, what is
/// published to whom, connections, requests, limits, and the fault bench. Thread: GUI.
class ServerPage : public Page
{
    Q_OBJECT
public:
    struct Parts
    {
        LabCommands &commands;
        const Theme &theme;
    };

    explicit ServerPage(const Parts &parts, QWidget *parent = nullptr);

    void apply(const EventBatch &batch);
    void openServeDialog(const QStringList &files = {});

    [[nodiscard]] LimitsPanel &limits() { return *m_limits; }

    [[nodiscard]] FaultBench &faults() { return *m_faults; }

    /// The state of that server; none: it has not run yet.
    [[nodiscard]] const std::optional<fleet::ServerState> &state(fleet::ServerRole role) const;

Q_SIGNALS:
    void faultsChanged(int count);
    void servingChanged(const QString &url); ///< of files; empty: none are served

protected:
    void retranslate() override;

private:
    struct Seen
    {
        std::optional<fleet::ServerState> state;
        RequestModel *requests = nullptr;
    };

    QWidget *makeBody();
    QFrame *makeFaultBanner();
    QWidget *makeClients();
    QWidget *makePublished();
    QWidget *makeRequests();
    void connectParts();
    void take(const fleet::ServerState &state);
    void show(fleet::ServerRole role);
    void showState();
    void showFaults();
    void filter(const QString &text);
    void copyUrl(const QString &pattern) const;
    [[nodiscard]] Seen &seen(fleet::ServerRole role);

    LabCommands &m_commands;
    const Theme &m_theme;
    std::array<Seen, 2> m_seen;
    fleet::ServerRole m_role = fleet::ServerRole::Campaign;
    ClientModel m_clients;
    PublishedModel m_published;
    QSortFilterProxyModel m_clientFilter, m_publishedFilter, m_requestFilter;

    QLineEdit *m_search;
    QComboBox *m_which; ///< campaign or files, where there is both
    QPushButton *m_stop;
    QPushButton *m_serve;
    QFrame *m_faultBanner = nullptr;
    QLabel *m_faultText = nullptr;
    QPushButton *m_faultsOff = nullptr;
    QStackedWidget *m_top = nullptr;
    EmptyState *m_empty = nullptr;
    QPushButton *m_emptyServe = nullptr;
    ServerSummary *m_summary = nullptr;
    QTabWidget *m_tabs = nullptr;
    ServerTable *m_clientTable = nullptr;
    ServerTable *m_publishedTable = nullptr;
    ServerTable *m_requestTable = nullptr;
    QLabel *m_advice = nullptr;
    QPushButton *m_copyUrl = nullptr;
    QPushButton *m_copyCommand = nullptr;
    QPushButton *m_copyCurl = nullptr;
    LimitsPanel *m_limits = nullptr;
    FaultBench *m_faults = nullptr;
};

} // namespace otabench::widgets
