#pragma once

#include "base/paths.h"
#include "fleet/doctor.h"
#include "widgets/common/page.h"

#include <QElapsedTimer>
#include <QTime>
#include <QTimer>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

class QStackedWidget;
class QVBoxLayout;

namespace otabench::widgets {

class BusyStrip;
class EmptyState;
class LabCommands;
class ReadableArea;
class Theme;

/// What on this computer would keep boards from being updated, the gravest first, each with its
/// remedy. Looks when it is shown for the first time, and when asked. Thread: GUI.
class DoctorPage : public Page
{
    Q_OBJECT
public:
    struct Parts
    {
        const Theme &theme;
        LabCommands &commands;
        Paths paths;
        std::string databaseUrl = {}; ///< empty: the file
    };

    explicit DoctorPage(Parts parts, QWidget *parent = nullptr);
    ~DoctorPage() override; ///< stops a check that runs

    /// Looks at the computer anew; does nothing while it looks already.
    void check();

    /// Shows these: what check() ends with.
    void setFindings(std::vector<fleet::Finding> findings);

    [[nodiscard]] const std::vector<fleet::Finding> &findings() const { return m_findings; }

    [[nodiscard]] int count(fleet::Severity severity) const;

Q_SIGNALS:
    void findingsChanged();
    void authorityMade(); ///< a lab CA is there now

protected:
    void retranslate() override;
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeBody();
    void rebuild();
    void addSection(fleet::Severity severity, const QString &title, const QString &explanation);
    void addAllClear();
    void updateCount();
    void copyReport() const;
    void carryOut(const fleet::Finding &finding);
    /// `work` on a worker; afterwards the banner or a new check.
    void carryOutInBackground(std::function<Result<>()> work, std::function<void()> then = {});

    Parts m_parts;
    QPushButton *m_copy;
    QPushButton *m_again;
    BusyStrip *m_busy = nullptr;
    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    QPushButton *m_first = nullptr; ///< "Check this computer" of the empty state
    ReadableArea *m_scroll = nullptr;
    QVBoxLayout *m_sections = nullptr;

    std::vector<fleet::Finding> m_findings;
    std::optional<QTime> m_checkedAt;
    QElapsedTimer m_sinceCheck;
    std::stop_source m_stop;
    bool m_isMending = false; ///< a remedy is under way
    QTimer m_progressTimer;   ///< reads what the worker writes
    std::shared_ptr<std::atomic<int>> m_percent;
};

} // namespace otabench::widgets
