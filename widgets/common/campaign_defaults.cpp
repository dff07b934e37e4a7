#include "widgets/common/campaign_defaults.h"

#include <QSettings>
#include <QString>

#include <algorithm>

namespace otabench::widgets {
namespace {

QString keyOf(const char *name)
{
    return QLatin1String(name);
}

unsigned number(const QSettings &settings, const char *name)
{
    return settings.value(keyOf(name)).toUInt(); // 0 for what somebody has written by hand
}

} // namespace

CampaignDefaults CampaignDefaults::load(const QSettings &settings)
{
    CampaignDefaults defaults;
    defaults.canary = number(settings, "campaign/canary");
    defaults.parallel = number(settings, "campaign/parallel");
    defaults.parallelAutomatic = settings.value(keyOf("campaign/automatic")).toBool();
    defaults.retries = number(settings, "campaign/retries");
    defaults.maxFailures = number(settings, "campaign/maxFailures");
    defaults.bindAddress = settings.value(keyOf("campaign/address")).toString().toStdString();
    defaults.serverPort =
        static_cast<std::uint16_t>(std::min(number(settings, "campaign/port"), 65535U));
    return defaults;
}

void CampaignDefaults::save(QSettings &settings) const
{
    settings.setValue(keyOf("campaign/canary"), canary);
    settings.setValue(keyOf("campaign/parallel"), parallel);
    settings.setValue(keyOf("campaign/automatic"), parallelAutomatic);
    settings.setValue(keyOf("campaign/retries"), retries);
    settings.setValue(keyOf("campaign/maxFailures"), maxFailures);
    settings.setValue(keyOf("campaign/address"), QString::fromStdString(bindAddress));
    settings.setValue(keyOf("campaign/port"), serverPort);
}

void CampaignDefaults::applyTo(fleet::CampaignPlan &plan) const
{
    plan.canary = canary;
    plan.parallel = parallel;
    plan.parallelAutomatic = parallelAutomatic;
    plan.retries = retries;
    plan.maxFailures = maxFailures;
    plan.bindAddress = bindAddress;
    plan.serverPort = serverPort;
}

server::Sharing loadSharing(const QSettings &settings)
{
    server::Sharing sharing;
    sharing.bytesPerSecond = settings.value(keyOf("server/bytesPerSecond")).toULongLong();
    sharing.boardBytesPerSecond = settings.value(keyOf("server/boardBytesPerSecond")).toULongLong();
    sharing.transfers = number(settings, "server/transfers");
    if (const unsigned seconds = number(settings, "server/retryAfterSeconds"); seconds > 0)
        sharing.retryAfter = std::chrono::seconds(seconds);
    sharing.startJitter =
        std::chrono::milliseconds(number(settings, "server/startJitterMilliseconds"));
    return sharing;
}

void saveSharing(QSettings &settings, const server::Sharing &sharing)
{
    settings.setValue(keyOf("server/bytesPerSecond"),
                      static_cast<qulonglong>(sharing.bytesPerSecond));
    settings.setValue(keyOf("server/boardBytesPerSecond"),
                      static_cast<qulonglong>(sharing.boardBytesPerSecond));
    settings.setValue(keyOf("server/transfers"), sharing.transfers);
    settings.setValue(keyOf("server/retryAfterSeconds"),
                      static_cast<qlonglong>(sharing.retryAfter.count()));
    settings.setValue(keyOf("server/startJitterMilliseconds"),
                      static_cast<qlonglong>(sharing.startJitter.count()));
}

} // namespace otabench::widgets
