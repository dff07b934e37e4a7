#pragma once

#include <QDialog>
#include <QKeySequence>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

class QLabel;
class QLineEdit;
class QListView;

namespace otabench::widgets {

class PaletteModel;
class Theme;

/// One thing the palette can do.
struct PaletteEntry
{
    QString text;              ///< "Retry failed": no mnemonic
    QString place;             ///< where it is: "Bench"; muted
    QString icon;              ///< of our set; empty: none
    QKeySequence shortcut;     ///< shown at the right; may be empty
    std::function<void()> run; ///< called after the palette has closed
};

/// How well `text` answers what was typed: every word of it is found, at the start of a word best,
/// then anywhere, then its letters in order. None: it does not. Case and accents do not count.
[[nodiscard]] std::optional<int> paletteScore(const QString &text, const QString &typed);

/// Ctrl+K: everything that can be done now, found by typing. Opened anew each time with what is
/// possible at that moment; closes itself. Thread: GUI.
class CommandPalette : public QDialog
{
    Q_OBJECT
public:
    CommandPalette(const Theme &theme, std::vector<PaletteEntry> entries,
                   QWidget *parent = nullptr);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void find(const QString &typed);
    void runCurrent();

    PaletteModel *m_model;
    QLineEdit *m_typed;
    QListView *m_list;
    QLabel *m_nothing;
};

} // namespace otabench::widgets
