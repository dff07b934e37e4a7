#pragma once

#include "fleet/board_naming.h"

#include <QDialog>

#include <vector>

class QComboBox;
class QLabel;
class QPushButton;

namespace otabench::widgets {

/// One line about boards: the name of one, the bench or the tags of several. Says at once what
/// cannot be a name. Open with QDialog::open(); deletes itself when closed. Thread: GUI.
class BoardNamingDialog : public QDialog
{
    Q_OBJECT
public:
    enum class What
    {
        Label,
        Bench,
        Tags
    };

    struct Subject
    {
        What what = What::Label;
        QString boards;            ///< their names, as a person reads them
        int count = 1;             ///< of boards
        QStringList present;       ///< the words they have now, all of them
        QStringList suggestions{}; ///< words that other boards have
    };

    BoardNamingDialog(const Subject &subject, QWidget *parent);

Q_SIGNALS:
    void chosen(const otabench::fleet::BoardNaming &naming);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void check();
    void take();
    [[nodiscard]] QStringList words() const;
    [[nodiscard]] fleet::BoardNaming naming() const;

    Subject m_subject;
    QLabel *m_label;
    QComboBox *m_words;
    QLabel *m_hint;
    QLabel *m_problem;
    QPushButton *m_ok;
    QPushButton *m_cancel;
};

} // namespace otabench::widgets
