#pragma once

#include "monitor/known_facts.h"
#include "widgets/log/crash_decoding.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;

namespace otabench::widgets {

/// What is known of one line of a log: the catalogue's explanation, and of a crash text the
/// functions that its addresses stand for. Thread: GUI.
class ExplanationView : public QWidget
{
    Q_OBJECT
public:
    explicit ExplanationView(QWidget *parent = nullptr);

    struct Subject
    {
        QString line;
        monitor::KnownFacts facts;
        bool isCrash = false;
        bool hasPrograms = false; ///< the user has given some
    };

    void show(const Subject &subject);
    void showCalls(const DecodedCrash &decoded);

Q_SIGNALS:
    void programRequested(); ///< the user wants to give one

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    [[nodiscard]] QString callsText() const;

    QLabel *m_line, *m_text, *m_calls;
    QPushButton *m_copy, *m_program;
    std::optional<Subject> m_subject;
    std::optional<DecodedCrash> m_decoded;
};

} // namespace otabench::widgets
