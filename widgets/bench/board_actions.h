#pragma once

#include "fleet/board_naming.h"
#include "fleet/board_state.h"

#include <QObject>

#include <functional>
#include <string>
#include <vector>

class QAction;
class QItemSelectionModel;
class QMenu;

namespace otabench::widgets {

class BenchModel;
class LabCommands;

/// What can be done with the boards that are selected: actions with their shortcuts, which the
/// views and the panel share, the context menu, and the questions before what cannot be undone.
/// Thread: GUI.
class BoardActions : public QObject
{
    Q_OBJECT
public:
    struct Parts
    {
        const BenchModel &boards;
        LabCommands &commands;
        QWidget &page; ///< questions and dialogs open over it
    };

    BoardActions(const Parts &parts, QItemSelectionModel &selection);

    /// Selected boards by id, in the order of the rows; the current one alone, if none is selected.
    [[nodiscard]] std::vector<std::string> selected() const;
    /// The board that the panel shows; empty: none.
    [[nodiscard]] std::string current() const;

    /// The shortcuts work while the focus is in this widget.
    void addTo(QWidget &view);
    QMenu *makeMenu(QWidget *parent) const;

    void setCampaignRunning(bool isRunning);
    void update(); ///< after changes of boards or selection: what can be done now
    void retranslate();

    // The panel's buttons do the same with its board alone.
    void askRollBack(const std::vector<std::string> &ids);
    void askSendTrust(const std::vector<std::string> &ids);
    void askRemove(const std::vector<std::string> &ids);

Q_SIGNALS:
    void updateRequested();  ///< of the selected boards
    void panelRequested();   ///< "Enter opens"
    void consoleRequested(); ///< of the current board

private:
    enum class Needs
    {
        Nothing,
        OneBoard,
        Idle,     ///< some board that is not being updated
        IdleOpen, ///< whose port is open, too
        Agent     ///< and that has an agent
    };

    struct Entry
    {
        QAction *action;
        Needs needs;
    };

    QAction *add(const char *name, Needs needs, std::function<void()> run);
    void makeActions();
    void makeCopyActions();
    /// The one that is selected; empty: none, or several.
    [[nodiscard]] std::string only() const;
    /// Those of the selected that fulfil what the action needs.
    [[nodiscard]] std::vector<std::string> fit(Needs needs) const;
    [[nodiscard]] bool fits(const fleet::BoardState &board, Needs needs) const;
    void forEach(Needs needs, const std::function<void(const std::string &)> &work) const;
    void retrySelected();
    void askBootloader();
    void askLend();
    void openLabelDialog();
    void openBenchDialog();
    void openTagsDialog();
    void copy(const std::function<QString(const fleet::BoardState &)> &text) const;
    [[nodiscard]] const fleet::BoardState *board(const std::string &id) const;
    /// "vb-03", or "3 boards: vb-03, vb-04, vb-05".
    [[nodiscard]] QString namesOf(const std::vector<std::string> &ids) const;
    [[nodiscard]] QString nameOf(const std::string &id) const;
    [[nodiscard]] QStringList knownBenches() const;
    [[nodiscard]] QStringList knownTags() const;

    const BenchModel &m_boards;
    LabCommands &m_commands;
    QWidget &m_page;
    QItemSelectionModel &m_selection;
    bool m_isCampaignRunning = false;
    std::vector<Entry> m_entries;

    QAction *m_update = nullptr;
    QAction *m_retry = nullptr;
    QAction *m_open = nullptr;
    QAction *m_label = nullptr;
    QAction *m_bench = nullptr;
    QAction *m_tags = nullptr;
    QAction *m_blink = nullptr;
    QAction *m_identify = nullptr;
    QAction *m_reset = nullptr;
    QAction *m_bootloader = nullptr;
    QAction *m_confirm = nullptr;
    QAction *m_rollBack = nullptr;
    QAction *m_trust = nullptr;
    QAction *m_console = nullptr;
    QAction *m_lend = nullptr;
    QAction *m_takeBack = nullptr;
    QAction *m_remove = nullptr;
    QAction *m_copyAddress = nullptr;
    QAction *m_copyMac = nullptr;
    QAction *m_copyRow = nullptr;
};

} // namespace otabench::widgets
