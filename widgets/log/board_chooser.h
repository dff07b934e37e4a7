#pragma once

#include <QPushButton>

class QFrame;
class QLineEdit;
class QListView;
class QSortFilterProxyModel;

namespace otabench::widgets {

class BoardChoiceModel;

/// Chooses the boards whose lines are shown: a button that says which, and a list with ticks and a
/// filter (by name, address, bench or tag) that it opens. Thread: GUI.
class BoardChooser : public QPushButton
{
    Q_OBJECT
public:
    /// `model` outlives it.
    explicit BoardChooser(BoardChoiceModel &model, QWidget *parent = nullptr);

    void openList();

protected:
    void changeEvent(QEvent *event) override;

private:
    void makeList();
    void chooseShown();
    void refresh();
    void retranslate();

    BoardChoiceModel &m_model;
    QSortFilterProxyModel *m_shown;
    QFrame *m_popup;
    QLineEdit *m_filter;
    QListView *m_list;
    QPushButton *m_only, *m_all;
};

} // namespace otabench::widgets
