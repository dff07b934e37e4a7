#pragma once

#include <QString>

#include <functional>

class QMessageBox;
class QWidget;

namespace otabench::widgets {

/// A question before what cannot be undone. It names what will happen; its buttons are verbs.
struct Question
{
    const char *objectName;
    QString title;
    QString text;        ///< "Remove vb-03 from the bench?"
    QString explanation; ///< what happens, and what does not
    QString act;         ///< the verb of the button that does it, with its mnemonic
    QString keep = {};   ///< of the other one; empty: "Cancel"
};

/// Opens it and calls `then` when the person wants it; deletes itself when it is closed. The one
/// that changes nothing is the default.
QMessageBox *ask(QWidget *parent, const Question &question, std::function<void()> then);

} // namespace otabench::widgets
