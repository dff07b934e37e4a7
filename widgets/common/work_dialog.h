#pragma once

#include "base/error.h"
#include "widgets/common/background.h"

#include <QDialog>

#include <stop_token>
#include <type_traits>

class QFormLayout;
class QLabel;
class QPushButton;
class QScrollArea;

namespace otabench::widgets {

class BusyStrip;
class ErrorBanner;
class FactList;
class Theme;

/// A dialog that asks for a few values, does one piece of work on a worker, and shows what came of
/// it: an explanation, a form, the error or the result, "Close" and the act. Enter acts, Esc
/// closes; closing it, like the strip's "Cancel", stops the work. Open with QDialog::open();
/// deletes itself when closed. Thread: GUI.
class WorkDialog : public QDialog
{
    Q_OBJECT
public:
    explicit WorkDialog(const Theme &theme, QWidget *parent);
    ~WorkDialog() override;

protected:
    [[nodiscard]] const Theme &theme() const { return m_theme; }

    void setExplanation(const QString &text);
    /// A row of the form. The label's text, with its mnemonic, is set by retranslate().
    QLabel *addRow(QWidget *field, QWidget *buddy = nullptr);
    /// A row without a label.
    void addRow(QWidget *field, std::nullptr_t);
    void setRowVisible(QLabel *label, bool visible);

    [[nodiscard]] ErrorBanner &banner() { return *m_banner; }

    [[nodiscard]] FactList &result() { return *m_result; }

    [[nodiscard]] QPushButton &actButton() { return *m_act; }

    void setReady(bool ready); ///< whether there is enough to act on
    /// The work is done for good: only closing is left.
    void setDone(bool done = true);

    /// Runs `work(std::stop_token)`, which returns a Result, and hands it to `then(result)`; an
    /// error is shown by itself. `what`: "Signing…", translated.
    template <typename Work, typename Then>
    void run(const QString &what, Work work, Then then)
    {
        begin(what);
        m_stop = inBackground(this, std::move(work), [this, then = std::move(then)](auto result) {
            end(result ? nullptr : &result.error());
            if constexpr (std::is_void_v<typename decltype(result)::value_type>) {
                if (result)
                    then();
            } else if (result) {
                then(*result);
            }
            fitSoon();
        });
    }

    virtual void act() = 0;
    virtual void retranslate() = 0;

    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void fit();
    void fitSoon();
    void begin(const QString &what);
    void end(const Error *error);
    void updateAct();

    const Theme &m_theme;
    QLabel *m_explanation;
    QWidget *m_fields;
    QFormLayout *m_form;
    ErrorBanner *m_banner;
    FactList *m_result;
    QScrollArea *m_scroll; ///< of the result: a long one keeps the dialog on the screen
    BusyStrip *m_busy;
    QPushButton *m_close;
    QPushButton *m_act;
    std::stop_source m_stop;
    bool m_isReady = true;
    bool m_isDone = false;
    bool m_isRunning = false;
};

} // namespace otabench::widgets
