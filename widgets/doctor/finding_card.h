#pragma once

#include "widgets/doctor/finding_remedy.h"

#include <QFrame>

class QPushButton;

namespace otabench::widgets {

class Theme;

/// One finding with what to do about it: how grave, cause, remedy, the command, and buttons that do
/// it or copy the command. Its texts are those of the language at its making: the page makes it
/// anew. Thread: GUI.
class FindingCard : public QFrame
{
    Q_OBJECT
public:
    FindingCard(const Theme &theme, fleet::Finding finding, QWidget *parent = nullptr);

Q_SIGNALS:
    void remedyRequested(const otabench::fleet::Finding &finding);

private:
    QWidget *makeHead(const Theme &theme);
    QWidget *makeCommand();
    QWidget *makeButtons();
    void copyCommand();

    fleet::Finding m_finding;
    QPushButton *m_copy = nullptr; ///< where there is a command
};

/// A finding that asks for nothing: mark and sentence.
class FindingLine : public QWidget
{
public:
    FindingLine(const Theme &theme, const fleet::Finding &finding, QWidget *parent = nullptr);
};

} // namespace otabench::widgets
