#pragma once

#include "server/faults.h"

#include <QStringListModel>
#include <QWidget>

#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QSpinBox;

namespace otabench::widgets {

/// What the server does wrong on purpose, to see how firmware stands it. Faults stay until they are
/// taken away: the page and the status strip say that they are there. Thread: GUI.
class FaultBench : public QWidget
{
    Q_OBJECT
public:
    explicit FaultBench(QWidget *parent = nullptr);

    [[nodiscard]] const std::vector<server::Fault> &faults() const { return m_faults; }

    void setFaults(std::vector<server::Fault> faults); ///< shows them, and tells nobody
    void switchOff();                                  ///< takes all away
    void setBoards(const QStringList &names);          ///< whom a fault can be for

Q_SIGNALS:
    void faultsChanged(const std::vector<otabench::server::Fault> &faults);

protected:
    void changeEvent(QEvent *event) override;

private:
    void makeForm();
    void makeList();
    void add();
    void remove();
    void showKind();
    void showList();
    void change(std::vector<server::Fault> faults);
    void retranslate();

    std::vector<server::Fault> m_faults;
    QStringListModel m_texts;
    QLabel *m_explanation;
    QLabel *m_kindLabel;
    QComboBox *m_kind; ///< item data: int of FaultKind
    QLabel *m_argumentLabel;
    QLineEdit *m_argument;
    QLabel *m_boardLabel;
    QComboBox *m_board; ///< editable; the first item is for all
    QLabel *m_timesLabel;
    QSpinBox *m_times;
    QLabel *m_problem;
    QPushButton *m_add;
    QListView *m_list;
    QPushButton *m_remove;
};

} // namespace otabench::widgets
