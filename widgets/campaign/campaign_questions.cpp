#include "widgets/campaign/campaign_questions.h"

#include <QMessageBox>
#include <QPushButton>

namespace otabench::widgets {

void CampaignQuestions::askStop(QWidget *parent, unsigned underWay,
                                std::function<void(fleet::StopMode)> then)
{
    const int count = static_cast<int>(underWay);
    auto *question = new QMessageBox(QMessageBox::Question, tr("Stop the campaign"),
                                     tr("Stop the campaign?"), QMessageBox::NoButton, parent);
    question->setObjectName(QStringLiteral("campaignStopQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(
        count == 0 ? tr("No further board is started.")
                   : tr("No further board is started. What becomes of the %n board(s) under way? A "
                        "board whose update is broken off keeps the image it runs now.",
                        nullptr, count));
    QPushButton *finish = nullptr;
    if (count > 0) {
        finish = question->addButton(tr("&Finish them, then stop"), QMessageBox::AcceptRole);
        finish->setObjectName(QStringLiteral("stopFinish"));
        QObject::connect(finish, &QPushButton::clicked, question,
                         [then] { then(fleet::StopMode::Finish); });
    }
    QPushButton *abort = question->addButton(
        count > 0 ? tr("&Break them off") : tr("&Stop the campaign"), QMessageBox::DestructiveRole);
    abort->setObjectName(QStringLiteral("stopAbort"));
    QObject::connect(abort, &QPushButton::clicked, question,
                     [then] { then(fleet::StopMode::Abort); });
    QPushButton *keep = question->addButton(tr("&Keep going"), QMessageBox::RejectRole);
    question->setDefaultButton(keep);
    question->setEscapeButton(keep);
    question->open();
}

void CampaignQuestions::askReturn(QWidget *parent, const fleet::ReturnPlans &plans,
                                  std::function<void()> then)
{
    int boards = 0;
    QStringList lines;
    for (const fleet::CampaignPlan &plan : plans.plans) {
        const int count = static_cast<int>(plan.boards.size());
        boards += count;
        //: boards get back an image that they ran before; %1 is its file
        lines << tr("%n board(s) get %1", nullptr, count)
                     .arg(QString::fromStdString(plan.image.filename().string()));
    }
    if (plans.plans.size() > 1)
        lines << tr("One image after the other.");
    for (const fleet::ReturnPlans::Impossible &one : plans.impossible)
        lines << QString::fromStdString(one.reason.text);
    auto *question = new QMessageBox(
        QMessageBox::Question, tr("Return to the previous image"),
        tr("Give %n board(s) the image back that they ran before?", nullptr, boards),
        QMessageBox::NoButton, parent);
    question->setObjectName(QStringLiteral("returnQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setTextFormat(Qt::PlainText);
    question->setInformativeText(lines.join(QLatin1Char('\n')));
    QPushButton *give =
        question->addButton(tr("&Return %n board(s)", nullptr, boards), QMessageBox::AcceptRole);
    give->setObjectName(QStringLiteral("confirmReturn"));
    QPushButton *keep = question->addButton(tr("&Cancel"), QMessageBox::RejectRole);
    question->setDefaultButton(give);
    question->setEscapeButton(keep);
    QObject::connect(give, &QPushButton::clicked, question, [then = std::move(then)] { then(); });
    question->open();
}

} // namespace otabench::widgets
