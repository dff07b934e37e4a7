#include "widgets/common/record_choice.h"

#include <QSettings>

namespace otabench::widgets {
namespace {

std::string valueOf(const QSettings &settings, const char *key, const char *variable)
{
    return RecordChoice::isOverridden(variable)
               ? qEnvironmentVariable(variable).toStdString()
               : settings.value(QLatin1String(key)).toString().trimmed().toStdString();
}

} // namespace

RecordChoice RecordChoice::load(const QSettings &settings)
{
    return {valueOf(settings, "history/url", "OTABENCH_DATABASE"),
            valueOf(settings, "history/operator", "OTABENCH_OPERATOR"),
            valueOf(settings, "history/station", "OTABENCH_STATION")};
}

bool RecordChoice::isOverridden(const char *variable)
{
    return !qEnvironmentVariableIsEmpty(variable);
}

} // namespace otabench::widgets
