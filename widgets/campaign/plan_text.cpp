#include "widgets/campaign/plan_text.h"

#include "widgets/common/format.h"

#include <QDateTime>
#include <QLocale>

namespace otabench::widgets {

QStringList PlanText::policy(const fleet::CampaignPlan &plan)
{
    const auto number = [](std::uint64_t value) { return static_cast<int>(value); };
    QStringList parts;
    if (plan.canary > 0)
        parts << tr("%n board(s) go first", nullptr, number(plan.canary));
    if (plan.wave > 0)
        parts << tr("then waves of %n board(s)", nullptr, number(plan.wave));
    if ((plan.canary > 0 || plan.wave > 0) && plan.waveSuccess != fleet::Share{100, true})
        //: %1 is a number of boards, or a part of them such as 90%
        parts << tr("the next wave begins when %1 of a wave have succeeded")
                     .arg(QString::fromStdString(plan.waveSuccess.text()));
    if (plan.parallelAutomatic)
        parts << tr("as many at the same time as is fastest");
    else if (plan.parallel > 0)
        parts << tr("%n board(s) at the same time", nullptr, number(plan.parallel));
    else if (parts.isEmpty())
        parts << tr("all at once");
    if (plan.maxFailures > 0)
        parts << tr("no further board after %n failure(s)", nullptr, number(plan.maxFailures));
    if (plan.maxFailurePercent > 0)
        parts << tr("no further board when %1 have failed")
                     .arg(Format::percent(number(plan.maxFailurePercent)));
    if (plan.retries > 0)
        parts << tr("%n more attempt(s) where that can help", nullptr, number(plan.retries));
    if (plan.startJitter.count() > 0)
        parts << tr("each board up to %1 later, by chance").arg(Format::seconds(plan.startJitter));
    if (plan.startAt)
        parts << tr("from %1 on")
                     .arg(QLocale().toString(
                         QDateTime::fromMSecsSinceEpoch(
                             std::chrono::duration_cast<std::chrono::milliseconds>(
                                 plan.startAt->time_since_epoch())
                                 .count()),
                         QLocale::ShortFormat));
    if (plan.confirm == fleet::Confirm::SelfTest)
        parts << tr("each board confirms the image by its own test");
    if (plan.partialBytes > 0)
        parts << tr("%1 a request").arg(Format::bytes(plan.partialBytes));
    if (plan.reinstall)
        parts << tr("also boards that run the image already");
    if (plan.origin)
        parts << tr("fetched from %1").arg(QString::fromStdString(plan.origin->url));
    return parts;
}

QString PlanText::verdicts(const fleet::CampaignPreview &preview)
{
    const auto count = [&preview](fleet::Verdict verdict) {
        return static_cast<int>(preview.count(verdict));
    };
    QStringList parts;
    if (const int boards = count(fleet::Verdict::Update))
        parts << tr("%n board(s) will be updated", nullptr, boards);
    if (const int boards = count(fleet::Verdict::Unknown))
        parts << tr("%n board(s) will be tried", nullptr, boards);
    if (const int boards = count(fleet::Verdict::Skip))
        parts << tr("%n board(s) run the image already", nullptr, boards);
    if (const int boards = count(fleet::Verdict::Blocked))
        parts << tr("%n board(s) are blocked", nullptr, boards);
    if (preview.waves > 1)
        parts << tr("%n wave(s)", nullptr, static_cast<int>(preview.waves));
    return parts.join(QStringLiteral(" · "));
}

QString PlanText::word(fleet::Verdict verdict)
{
    switch (verdict) {
    case fleet::Verdict::Update:
        return tr("Will be updated");
    case fleet::Verdict::Skip:
        return tr("Is up to date");
    case fleet::Verdict::Blocked:
        return tr("Blocked");
    case fleet::Verdict::Unknown:
        break;
    }
    return tr("Will be tried");
}

} // namespace otabench::widgets
