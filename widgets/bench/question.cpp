#include "widgets/bench/question.h"

#include <QMessageBox>
#include <QPushButton>

namespace otabench::widgets {

QMessageBox *ask(QWidget *parent, const Question &question, std::function<void()> then)
{
    auto *box = new QMessageBox(QMessageBox::Question, question.title, question.text,
                                QMessageBox::NoButton, parent);
    box->setObjectName(QLatin1String(question.objectName));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText); // names are the user's
    box->setInformativeText(question.explanation);
    const QPushButton *act = box->addButton(question.act, QMessageBox::DestructiveRole);
    QPushButton *keep = question.keep.isEmpty()
                            ? box->addButton(QMessageBox::Cancel)
                            : box->addButton(question.keep, QMessageBox::RejectRole);
    box->setDefaultButton(keep);
    box->setEscapeButton(keep);
    QObject::connect(act, &QPushButton::clicked, parent, std::move(then));
    box->open();
    return box;
}

} // namespace otabench::widgets
