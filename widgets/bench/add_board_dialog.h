#pragma once

#include "fleet/board_state.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace otabench::widgets {

/// Asks for a board's address and profile. Open with QDialog::open(); deletes itself when closed.
class AddBoardDialog : public QDialog
{
    Q_OBJECT
public:
    explicit AddBoardDialog(QWidget *parent);

Q_SIGNALS:
    void boardChosen(const QString &address, const otabench::fleet::Profile &profile);

private:
    void accept() override;
    void updateFields();

    QLineEdit *m_address;
    QComboBox *m_profile;
    QLabel *m_commandLabel;
    QLineEdit *m_command;
    QPushButton *m_add;
};

} // namespace otabench::widgets
